"""The declaration: the twenty kinds of record Drillboard knows, field by field.

Tables, template, matching of headings, checks, messages and dictionary all come from here; there is
no second list anywhere but for headings in other languages (`data.languages`). Adding a field is
one entry in one place. Headings are those people use in
their own files (collected from public drill reports and registers), parted by bars; they are
compared after normalising case, punctuation and units, so spelling variants need no entry.
"""

from __future__ import annotations

from typing import Any

from data.fields import Choice, Field, Kind, Record
from data.languages import HEADINGS


def _field(
    name: str,
    kind: Kind,
    title: str,
    meaning: str,
    example: str,
    headings: str = "",
    **rules: Any,  # noqa: ANN401 - Field itself checks the names
) -> Field:
    words = (*_split(headings), *_split(HEADINGS.get(name, "")))
    return Field(name, kind, title, meaning, example, words, **rules)


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split("|") if word.strip())


def _choices(**words: str) -> tuple[Choice, ...]:
    """One choice a keyword: `_` stands for a space and `__` for a hyphen in its value."""
    return tuple(
        Choice(value.replace("__", "-").replace("_", " "), _split(written))
        for value, written in words.items()
    )


# The tables below read better a field an entry than a word a line.
# fmt: off

# --- Allowed values -------------------------------------------------------------------------------

SCENARIO_KINDS = _choices(
    hardware_failure=(
        "hardware | server failure | disk failure | storage failure | power loss | "
        "power failure | power outage | database failure | equipment failure"
    ),
    cyber__attack=(
        "cyber attack | cyberattack | ransomware | malware | ddos | security breach | security | "
        "compromised key | intrusion | cyber"
    ),
    natural_disaster="flood | fire | storm | earthquake | hurricane | lightning | weather",
    network_failure="network | dns failure | network outage | connectivity | isp outage",
    data_corruption="corruption | database corruption | data loss | accidental deletion",
    site_loss=(
        "data center loss | data centre loss | region failover | region failure | "
        "site failover | facility loss | cluster loss"
    ),
    supplier_failure="vendor failure | third party failure | provider outage | supplier",
    human_error="operator error | misconfiguration | change failure",
    other="",
)

SEVERITIES = _choices(
    minor=(
        "low | minor incident | sev 4 | sev4 | p4 | s4 | trivial | niedrig | gering | faible | "
        "baja | bajo | baixa | baixo | laag"
    ),
    moderate=(
        "medium | med | sev 3 | sev3 | p3 | s3 | average | mittel | moyenne | moyen | media | "
        "medio | média | médio | gemiddeld"
    ),
    major=(
        "high | major incident | severe | sev 2 | sev2 | p2 | s2 | significant | hoch | élevée | "
        "élevé | alta | alto | hoog"
    ),
    critical=(
        "catastrophic | disaster | sev 1 | sev1 | p1 | s1 | extreme | very high | kritisch | "
        "critique | crítica | crítico"
    ),
)

EXERCISE_TYPES = _choices(
    walkthrough="walk through | walk-through | checklist | plan review | desk check",
    tabletop="table top | table-top | desktop exercise | discussion | tabletop exercise",
    simulation=(
        "simulated | functional | functional exercise | simulation exercise | restore test"
    ),
    parallel="parallel test | test failover | partial failover | isolated test",
    full_interruption=(
        "full | full failover | cutover | full-interruption | live | full scale | failover | "
        "live failover"
    ),
)

DRILL_STATUSES = _choices(
    planned="scheduled | upcoming | not started | to do",
    running="in progress | ongoing | started | active | under way",
    completed="done | complete | finished | closed | held | executed | conducted",
    cancelled="canceled | postponed indefinitely | called off | abandoned",
)

OUTCOMES = _choices(
    recovered="restored | up | back | resolved",
    passed="pass | success | successful | met | ok | yes | satisfactory",
    partial="degraded | partially recovered | partial success",
    failed="fail | failure | breach | missed | no | unsuccessful",
    not_recovered="unrecovered | not restored | down | unrecoverable",
    not_tested="untested | skipped | deferred | out of scope | not run",
    unknown="not known | unclear",
)

GAP_CATEGORIES = _choices(
    people="personnel | staff | human | training | skills | roles",
    process="procedure | procedural | runbook | workflow | planning",
    technology=(
        "technical | system | tool | tooling | network | media | agent | config | "
        "configuration | capacity | integrity | infrastructure | application"
    ),
    communication="communications | notification | call tree | escalation",
    documentation="document | docs | plan document",
    backup="backups | restore | replication | data protection",
    environment="test environment | facility | site",
    vendor="supplier | third party | provider | third-party",
)

GAP_STATUSES = _choices(
    open=(
        "new | identified | to do | not started | outstanding | pending | raised | offen | "
        "ouvert | ouverte | abierto | abierta | aberto | aberta"
    ),
    in_progress=(
        "in-progress | ongoing | wip | started | assigned | under way | being fixed | "
        "in bearbeitung | en cours | en curso | em curso | em andamento"
    ),
    closed=(
        "done | fixed | resolved | complete | completed | implemented | remediated | "
        "geschlossen | clos | clôturé | clôturée | fermé | fermée | cerrado | cerrada | "
        "fechado | fechada"
    ),
    verified="retested | validated | proven | verified closed | closed and verified | confirmed",
    reopened="re-opened | open again | recurred",
    risk_accepted="accepted | risk acceptance | accepted risk | waived | accepted via risk",
    rejected="not a gap | invalid | declined | won't fix | wont fix",
    duplicate="dup | duplicated",
)

RETEST_RESULTS = _choices(
    passed="pass | success | fixed | verified | ok | yes | successful",
    failed="fail | failure | not fixed | no | unsuccessful",
    not_tested="not retested | pending | planned | scheduled | not yet | tbd",
)

ACTION_KINDS = _choices(
    procedure="process | runbook | documentation | policy",
    communication="communications | notification",
    backup="backups | restore | replication",
    training="people | awareness | exercise",
    technology="technical | tool | infrastructure | system | configuration",
)

ACTION_STATUSES = _choices(
    open="planned | not started | to do | new | pending",
    in_progress="in-progress | ongoing | started | under way",
    completed="done | complete | closed | finished | implemented",
    cancelled="canceled | dropped | rejected",
)

TASK_STATUSES = _choices(
    planned="not started | to do | pending | open | not done | no | n | false | ☐ | □ | [ ]",
    running="in progress | in-progress | started | ongoing",
    completed="done | complete | finished | ok | pass | passed | yes | y | true | ☑ | ✅ | ✔ | ✓",
    failed="fail | error | aborted",
    skipped="not needed | n/a | not run",
)

MILESTONE_STATUSES = _choices(
    planned="not started | open | upcoming | to do",
    in_progress="in-progress | ongoing | started | under way",
    completed="done | complete | achieved | finished | closed",
    cancelled="canceled | dropped",
)

RISK_STATUSES = _choices(
    open="active | new | identified",
    mitigated="reduced | controlled | treated | under control",
    accepted="tolerated",
    closed="retired | done | gone",
    occurred="realised | realized | materialised | issue",
)

LESSON_KINDS = _choices(
    worked=(
        "what worked | what worked well | went well | what went well | success | strength | "
        "positive | plus"
    ),
    keep="what to keep | to keep | sustain | continue | keep doing",
    change=(
        "what to change | to change | improve | to improve | what to improve | did not work | "
        "what did not go well | did not go well | what didn't go well | "
        "what did not work | what didn't work | went badly | what went badly | went wrong | "
        "what went wrong | improvement | weakness | negative | stop | start | stop doing | "
        "start doing | minus"
    ),
)

RESOURCE_KINDS = _choices(
    personnel="people | staff | staffing | team",
    tool="tools | software | licence | license | platform | technology",
    testing_infrastructure=(
        "infrastructure | test environment | testing environment | cloud | environment"
    ),
    training="training costs | workshop | course",
)

AUDIENCE_SIDES = _choices(
    internal="int | inside | staff",
    external="ext | outside | public | customers",
)

ALIAS_KINDS = _choices(
    system="application | service | short name",
    drill="exercise | test",
    team="",
    owner="person",
    heading="column",
    layout="headings of a table",
)


_DRILL_HEADINGS = (
    "drill id | drill name | drill ref | drill no | drill number | test id | test name | "
    "name of test | exercise | exercise id | exercise name | dr test | dr drill | "
    "incident/exercise | drill reference | test ref | test no | test number"
)
_SYSTEM_HEADINGS = (
    "system / application | application name | application id | application | app | "
    "server name | server | service | service name | component | critical path | "
    "affected system | workload | system name | system or service | business service | "
    "it service | platform | asset | asset name | resource name | systems affected | "
    "affected service | affected application | virtual machine | vm | host | hostname | database | "
    "database name | server / application | system resource/component | "
    "it system | it asset | business function | protected item | backup job | product | "
    "system tested | application tested | systems tested | component tested | resource | "
    "configuration item | ci | affected ci | cmdb ci | system under test | application under test"
)

# --- The inventory and the drills -----------------------------------------------------------------

SYSTEM = Record("system", "Systems",
    "A system or service of the inventory, with its objectives from a date on.", (
    _field("system", "system", "System",
           "The name of the system or service.", "CRM",
           _SYSTEM_HEADINGS, required=True, key=True),
    _field("valid_from_on", "date", "Valid from",
           "The day from which this row's objectives hold; blank means always.", "2025-01-01",
           "effective from | effective date | from | valid since | in force from | start date | "
           "valid from date",
           key=True),
    _field("tier", "tier", "Tier",
           "How critical the system is; 1 is the most critical.", "1",
           "criticality | criticality tier | priority | tier level | service tier | class | "
           "criticality level | "
           "recovery priority | criticality rating | recovery tier | dr tier | restore order "
           "| business criticality | importance | recovery order | rank"),
    _field("owner", "name", "Owner",
           "Who answers for the system.", "Thandi Naidoo",
           "application owner | business owner | technical owner | system owner | "
           "service owner | owned by | responsible | "
           "responsible owner | it owner | product owner | custodian | accountable"),
    _field("rto_seconds", "objective", "RTO",
           "Recovery time objective: the longest the system may take to come back.", "4 h",
           "rto target | target rto | approved rto | rto requirement | rto (hrs) | "
           "recovery time objective | agreed rto | max rto | rto objective | "
           "required rto | maximum rto | target recovery time | recovery target",
           matters=True, low=0),
    _field("rpo_seconds", "objective", "RPO",
           "Recovery point objective: the most data, in time, that may be lost.", "15 min",
           "rpo target | target rpo | approved rpo | rpo requirement | "
           "recovery point objective | agreed rpo | max rpo | "
           "required rpo | maximum rpo | acceptable data loss | maximum data loss | "
           "recovery point target | target recovery point",
           matters=True, low=0),
    _field("hourly_downtime_cost", "money", "Cost of an hour",
           "What one hour without the system costs.", "18000",
           "cost per hour | hourly downtime cost | downtime cost per hour | hourly cost | "
           "downtime cost | cost of downtime per hour | revenue loss per hour | impact per hour | "
           "revenue impact/hour | revenue impact per hour | revenue impact | financial "
           "impact per hour | loss per hour | revenue per hour",
           low=0),
    _field("depends_on", "list", "Depends on",
           "The systems that must be back before this one can be.",
           "Infrastructure and Hosting; CRM",
           "dependencies | dependency | depends | upstream systems | prerequisites | requires | "
           "upstream | "
           "dependent on | depends upon | key dependencies | system dependencies"),
), headings=_split("inventory | systems | applications | service catalogue"))

DRILL = Record("drill", "Drills", "One disaster-recovery drill, planned or done.", (
    _field("drill", "drill", "Drill",
           "The name or number of the drill.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("name", "text", "Title",
           "What the drill is called.", "Storage array failure",
           "drill title | test title | exercise title | description | short description | "
           "name of test | test name | drill name | exercise name"),
    _field("scenario", "text", "Scenario",
           "What was simulated, in words.", "Loss of the primary storage array",
           "scenario reference | scenario description | incident | symptom card used | "
           "event simulated | disaster scenario | test scenario | scenario tested | "
           "incident scenario | "
           "scenario name | scenario summary | event scenario | disruption scenario | "
           "scenario used"),
    _field("scenario_kind", "choice", "Scenario kind",
           "The kind of disaster simulated.", "hardware failure",
           "scenario type | disaster type | incident type | threat or hazard | threat | hazard | "
           "kind of scenario | scenario category", allowed=SCENARIO_KINDS),
    _field("severity", "choice", "Severity",
           "How severe the simulated disruption was, minor to critical.", "major",
           "scenario severity | incident severity | impact level | disruption severity | "
           "drill severity", allowed=SEVERITIES),
    _field("exercise_type", "choice", "Exercise type",
           "How deep the drill went: walkthrough, tabletop, simulation, parallel or full "
           "interruption.",
           "simulation",
           "test type | drill type | type | type of test | type of exercise | test method | "
           "exercise method | methodology | "
           "exercise format | format | kind of test | level of test",
           matters=True, allowed=EXERCISE_TYPES),
    _field("is_announced", "boolean", "Announced",
           "Whether people knew of the drill beforehand.", "Yes or No",
           "announced in advance | pre-announced | announced?"),
    _field("environment", "text", "Environment",
           "Where the drill was run.", "DR site, isolated copy",
           "test environment | env | location | location where conducted | site | "
           "platform tested | "
           "test site | venue | test location | target environment"),
    _field("production_likeness", "rating", "Production-like",
           "How close the environment is to production, 0 to 5.", "4",
           "production like | environment fidelity | likeness to production | "
           "production similarity", low=0, high=5),
    _field("zone", "zone", "Time zone",
           "The zone in which the drill's times are written.", "Africa/Johannesburg",
           "timezone | tz | zone | time zone used"),
    _field("planned_on", "date", "Planned date",
           "The day the drill is planned for.", "12 Feb 2025",
           "scheduled date | scheduled | planned for | target date | next due | "
           "next test scheduled | next test | due date | planned drill date | scheduled for | "
           "planned test date | next exercise | next exercise date | proposed date | planned "
           "exercise date",
           matters=True),
    _field("started_at", "instant", "Started",
           "When the drill began; a date alone will do where there is no time.",
           "2025-02-12 08:00",
           "start | start time | drill start | start date | date | drill date | test date | "
           "date of test | dr date | date held | exercise date | date (utc) | date conducted | "
           "drill started | begin | conducted on | executed on | "
           "actual date | test start time | test start | exercise start | date performed | "
           "performed on | date tested | date of exercise | date of drill | last tested | "
           "last test | date executed | testtag | testdatum", matters=True, date_alone=True),
    _field("ended_at", "instant", "Ended",
           "When the drill was over; a date alone will do where there is no time.",
           "2025-02-12 16:00",
           "end | end time | drill end | end date | finished | completed | drill ended | "
           "completion date | date completed | closed at | "
           "test end time | test end | exercise end | date finished",
           matters=True, date_alone=True),
    _field("lead", "name", "Lead",
           "Who led the drill.", "Thandi Naidoo",
           "drill lead | test lead | lead engineer | coordinator | facilitator | "
           "incident commander | team test lead | team test lead and point of contact | "
           "exercise director | dr lead | operator | led by | "
           "exercise lead | test manager | test coordinator | exercise coordinator | "
           "conducted by | performed by | run by | exercise leader | drill coordinator | "
           "controller"),
    _field("status", "choice", "Status",
           "Planned, running, completed or cancelled.", "completed",
           "drill status | test status | state | exercise status",
           matters=True, allowed=DRILL_STATUSES),
    _field("objective", "text", "Objective",
           "What the drill was to show.", "All systems back in under 4 h",
           "objectives | test objective | drill objective | purpose | goal | aim | "
           "test objectives"),
), headings=_split("drills | drill register | exercise programme"))

RECOVERY = Record("recovery", "Recoveries",
    "One system in one drill: its instants, recovery time, objectives and outcome.", (
    _field("drill", "drill", "Drill",
           "The drill in which the system was tested.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("system", "system", "System",
           "The system that was tested.", "CRM",
           _SYSTEM_HEADINGS, required=True, key=True),
    _field("is_in_scope", "boolean", "In scope",
           "Whether the system was meant to be tested in this drill.", "Yes or No",
           "scope | in-scope | included | in scope? | tested? | "
           "part of the test | included in test"),
    _field("disrupted_at", "instant", "Disrupted",
           "When the service was lost.", "2025-02-12 08:00",
           "outage start | outage began | server down | down at | failure start | "
           "fault injected | disruption | disruption start | outage | time of failure | "
           "service lost | failure time | incident start | event began | outage time | "
           "shutdown | interrupted at | start time | start | time event began | date event began | "
           "server down date | server down time | down | opened | opened at | "
           "time down | went down | test start time | outage start time | time of outage | "
           "outage began at | time of disruption | service down | shutdown time | down time "
           "start | start of outage | disaster time | simulated outage | time of incident | "
           "failure at | outage started | outage started at | outage commenced | service lost at | "
           "start of disruption | disruption started | disruption began | service failed at",
           matters=True),
    _field("detected_at", "instant", "Detected",
           "When the disruption was noticed.", "2025-02-12 08:10",
           "fault detected | detection | detection time | alerted | alert time | noticed | "
           "time detected | identified at | "
           "time of detection | detected time | first alert | alarm time | discovered | "
           "discovery time", matters=True),
    _field("declared_at", "instant", "Declared",
           "When the disaster was declared and the plan activated.", "2025-02-12 08:30",
           "incident declared | declaration | dr declared | disaster declared | activation | "
           "plan activated | activated | declared time | decision time | invoked | invocation | "
           "declared at | time declared | time of declaration | decision to fail over | "
           "failover decision | dr invoked",
           matters=True),
    _field("recovery_started_at", "instant", "Recovery started",
           "When hands-on recovery work began.", "2025-02-12 08:50",
           "recovery start | restore start | failover initiated | restoration initiated | "
           "recovery began | restoration start | restore started | failover start | "
           "recovery initiated | restoration initiation time | work started | "
           "recovery start time | restore start time | failover start time | restoration "
           "started | recovery began at | work began | start of recovery", matters=True),
    _field("degraded_at", "instant", "Degraded service",
           "When a reduced service was back.", "2025-02-12 10:30",
           "partial service | degraded service at | minimum service | degraded | "
           "limited service | partially restored", matters=True),
    _field("restored_at", "instant", "Restored",
           "When users could work with the system again.", "2025-02-12 11:20",
           "server up | service restored | services restored | restore end | "
           "recovery completed | up at | recovery end | end time | end | restoration | "
           "restored time | "
           "back up | back online | operational | recovered at | recovery complete | "
           "failover complete | service up | system operational time | restoration time | "
           "time of restoration | date of restoration | up | server up date | server up time | "
           "vm/app healthy in recovery region | closed | resolved | resolved at | "
           "available again | "
           "time up | test end time | restored at | time restored | came back | recovery end "
           "time | restore end time | failover end | failover end time | end of outage | "
           "time recovered | service available | date restored | restore completed | "
           "restoration complete | recovery completion time | online at | finish | finish time | "
           "finished at | finish date | service restored time | service restored at | "
           "time service restored | system restored | system restored at | service recovered | "
           "service back | back in service | service resumed | recovered time",
           matters=True),
    _field("validated_at", "instant", "Validated",
           "When tests or users confirmed that the system works.", "2025-02-12 11:40",
           "smoke tests passed | application smoke completion | stability confirmed | "
           "validation | validation complete | verified at | tested at | accepted | "
           "business validation | sign-off time | user acceptance | confirmed | "
           "validated time | time validated | business sign-off | acceptance time | tests "
           "passed | validation time | user confirmation", matters=True),
    _field("last_recovery_point_at", "instant", "Last recovery point",
           "The moment of the newest data that was recovered.", "2025-02-12 07:50",
           "recovery point | backup timestamp | backup timestamp / recovery point | "
           "restore point | last backup | newest restored application write | last good data | "
           "last good restored data point | latest recoverable point | last recoverable point | "
           "backup time | last good backup | newest backup | last usable backup | "
           "backup restored | backup date | date of backup | backup used | snapshot time | "
           "replica time | last snapshot | restored from | last replication | point in time "
           "restored", matters=True),
    _field("recovery_time_seconds", "duration", "Recovery time",
           "How long recovery took, where no instants were kept.", "3 h 20 min",
           "rto actual | actual rto | measured rto | rto achieved | achieved rto | actual rta | "
           "rta | actual recovery | actual recovery time | actual | achieved | "
           "actual failover time | duration | "
           "downtime | recovery duration | time to recover | recovery time actual | "
           "rto (actual) | outage duration | total time | elapsed | time taken | recovered in | "
           "rto act | actual rto formatted | time to restore | restore duration | "
           "failover time | elapsed time | total downtime | "
           "last tested rto | tested rto | total recovery time | time to restore | recovery "
           "time achieved | time to failover | observed rto | observed recovery time | "
           "outage time total | rto result | rto measured | rta actual | total time to "
           "recover | length of outage", matters=True, low=0),
    _field("data_loss_seconds", "duration", "Data loss",
           "How much data, in time, was lost; recovery point actual.", "12 min",
           "rpo actual | actual rpo | measured rpo | rpo achieved | rpa | data loss minutes | "
           "recovery point actual | rpo (actual) | achieved rpo | data loss (min) | data lost | "
           "data loss window | actual recovery point | recovery point achieved | "
           "last tested rpo | tested rpo | observed rpo | rpo measured | rpo result | data "
           "loss time | lost data | age of data", matters=True, low=0),
    _field("rto_seconds", "objective", "RTO",
           "The recovery time objective in force that day, if it differs from the inventory's.",
           "4 h",
           "rto target | target rto | approved rto | rto requirement | rto (target) | rto tgt | "
           "recovery time objective | objective | target time | rto objective | "
           "target recovery time | "
           "required rto | planned rto | expected rto | recovery target | recovery objective "
           "| max rto | agreed rto | recovery time target | target (h) | target (min)",
           matters=True, low=0),
    _field("rpo_seconds", "objective", "RPO",
           "The recovery point objective in force that day, if it differs from the inventory's.",
           "15 min",
           "rpo target | target rpo | approved rpo | rpo requirement | rpo (target) | rpo tgt | "
           "recovery point objective | "
           "required rpo | planned rpo | expected rpo | max rpo | agreed rpo | "
           "recovery point target | target recovery point", matters=True, low=0),
    _field("outcome", "outcome", "Outcome",
           "What came of it: recovered, passed, partial, failed, not recovered, not tested or "
           "unknown.",
           "recovered",
           "result | status | pass/fail | rto met | rto met? | rto status | verdict | "
           "overall pass | passed | meets target | meets target? | test result | "
           "recovery status | overall result | pass | success | recovered | recovered? | "
           "drill result | "
           "met rto | test outcome | restored successfully | restored successfully? | pass "
           "or fail | successful | successful? | recovery result | test passed | test "
           "passed? | test verdict | result of test | ergebnis | met | met? | target met | "
           "target met? | objective met | objective met?", matters=True, allowed=OUTCOMES),
    _field("verified_by", "name", "Verified by",
           "Who confirmed the result.", "Sipho Dlamini",
           "validated by | verifier | tester | checked by | confirmed by | signed off by | "
           "tested by | "
           "sign off | signed off | tested and verified by | business tester | validator"),
    _field("note", "text", "Note",
           "Anything worth keeping beside the figures.", "Second attempt after a failed restore",
           "notes | remarks | comment | comments | notes / issues | observations | evidence | "
           "details | issues found | issues | "
           "problems found | comments / lessons | explanation | lessons"),
), headings=_split("results | recovery results | restore test"), parent="drill")

LOG = Record("log", "Drill log", "One line of a drill's log.", (
    _field("drill", "drill", "Drill",
           "The drill whose log this is.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("logged_at", "instant", "At",
           "When it happened.", "2025-02-12 08:10:00",
           "time | timestamp | date time | datetime | when | time (utc) | time (simulated) | "
           "log time | event time | clock | at | date/time | time (sast) | hh:mm | "
           "event date | date | date and time | date & time | time of event | local time",
           required=True, key=True, matters=True),
    _field("system", "system", "System",
           "The system concerned; blank for the whole drill.", "CRM",
           _SYSTEM_HEADINGS, key=True),
    _field("event", "text", "Event",
           "What happened; disrupted, detected, declared, recovery started, degraded, restored, "
           "validated, hold began and hold ended are understood.",
           "restored",
           "action | activity | what happened | milestone | log entry | entry | description | "
           "message | event description | actions taken | step | "
           "major events | major event | log description | occurrence | event / action | "
           "status update | entry text", required=True, key=True),
    _field("phase", "text", "Phase",
           "The phase of the recovery.", "restore",
           "stage | recovery phase"),
    _field("team", "name", "Team",
           "The team concerned.", "IT Infrastructure",
           "group | department | responsible team | "
           "team involved | owner team | team name"),
    _field("person", "name", "Person",
           "Who did or logged it.", "Sipho Dlamini",
           "who | by | logged by | user | actor | reporter | name | "
           "owner | logged by | performed by | reported by | initials | responsible | author "
           "| responsible controller"),
    _field("detail", "text", "Detail",
           "More about it.", "DNS record changed by hand",
           "details | notes | comment | decision/gap | decision | remarks | info | "
           "result | outcome | more details | observations | explanation"),
), headings=_split("log | timeline | drill log | event log"))

TASK = Record("task", "Runbook tasks", "One step of the runbook in one drill, planned and done.", (
    _field("drill", "drill", "Drill",
           "The drill in which the step was run.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("task", "text", "Task",
           "The number or name of the step.", "T-04 Restore database",
           "task id | step | step no | step id | # | no | task name | action | procedure | "
           "runbook step | activity | task no | id | "
           "seq | sequence | step # | step number | task # | task number | ref",
           required=True, key=True),
    _field("title", "text", "Title",
           "What is done in the step, where its number stands in a column of its own.",
           "Restore the database from the last backup",
           "step name | task name | task title | step title | step description | task "
           "description | activity description | action description | description | activity | "
           "action | procedure | runbook step | step | task"),
    _field("system", "system", "System",
           "The system the step belongs to.", "CRM",
           _SYSTEM_HEADINGS),
    _field("phase", "text", "Phase",
           "The phase of the recovery.", "restore",
           "stage | recovery phase | workstream"),
    _field("team", "name", "Team",
           "The team that does it.", "IT Infrastructure",
           "owner | responsible | responsible team | assigned to | group | assignee | who | "
           "team responsible | tool / owner | performed by | executed by | team / person | "
           "executor"),
    _field("depends_on", "list", "Depends on",
           "The steps that must be done before.", "T-01; T-02",
           "predecessor | predecessors | dependencies | after | prerequisite | dependency"),
    _field("planned_start_at", "instant", "Planned start",
           "When the step was to begin.", "2025-02-12 08:30",
           "scheduled start | plan start | planned start time | start (planned) | "
           "planned start date | scheduled start time | target start"),
    _field("planned_finish_at", "instant", "Planned finish",
           "When the step was to be done.", "2025-02-12 09:15",
           "scheduled finish | plan finish | planned end | finish (planned) | "
           "planned finish time | due | "
           "planned end time | scheduled end | scheduled end time | target finish | target "
           "end | planned completion"),
    _field("planned_duration_seconds", "duration", "Planned duration",
           "How long the step was to take.", "45 min",
           "planned minutes | estimated duration | est duration | estimate | expected duration | "
           "planned time | plan (min) | estimated time | planned | "
           "target time | target duration | time allowed | allotted time | time estimate | "
           "planned duration (min)"
           " | est | est minutes | estimated minutes | est time | estimated | time est",
           matters=True, low=0),
    _field("started_at", "instant", "Started",
           "When the step began.", "2025-02-12 08:34",
           "start | actual start | start time | begin | began | "
           "actual start time | time started | started at | start time (actual)", matters=True),
    _field("finished_at", "instant", "Finished",
           "When the step was done.", "2025-02-12 09:40",
           "finish | actual finish | end | done | end time | actual end | completed | "
           "finished at | "
           "actual end time | actual finish time | time completed | completed at | time "
           "finished | time done | end time (actual) | completion time",
           matters=True),
    _field("status", "choice", "Status",
           "Planned, running, completed, failed or skipped.", "completed",
           "task status | state | result | "
           "completed | done | step status | complete | completion status", allowed=TASK_STATUSES),
    _field("comment", "text", "Comment",
           "Anything worth keeping.", "Waited for DNS",
           "comments | notes | remarks | notes / issues | "
           "issues / remarks | issues | details | instructions | remark"),
), headings=_split("runbook | tasks | task list | execution plan"))

CRITERION = Record("criterion", "Success criteria of a drill",
    "One predefined success criterion of a drill and whether it was met.", (
    _field("drill", "drill", "Drill",
           "The drill the criterion belongs to.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("criterion", "text", "Criterion",
           "What had to be shown.", "Orders can be placed",
           "success criterion | criteria | success criteria | objective | acceptance criterion | "
           "test objective | requirement | check | "
           "test case | objective tested | measure of success | what must work",
           required=True, key=True),
    _field("system", "system", "System",
           "The system it is about; blank for the whole drill.", "E-Commerce Platform",
           _SYSTEM_HEADINGS),
    _field("target", "text", "Target",
           "What was expected.", "within 30 min",
           "expected | expected result | expected results | threshold | goal | "
           "target value | requirement value | success threshold"),
    _field("result", "text", "Result",
           "What was found.", "22 min",
           "actual | actual result | actual results | outcome | measured | "
           "observed | observed result | value achieved | measured value"),
    _field("is_met", "boolean", "Met",
           "Whether the criterion was met.", "Yes or No",
           "met? | pass/fail | passed | achieved | criterion met | fulfilled | status | pass | "
           "criterion satisfied | satisfied | met/not met | met or not met",
           matters=True),
    _field("evidence", "text", "Evidence",
           "Where the proof is.", "Screenshot 14",
           "evidence ref | proof | evidence link | reference | note | "
           "evidence / comments"),
), headings=_split("criteria | success criteria | acceptance"))

MESSAGE = Record("message", "Messages", "One notification or status update of a drill.", (
    _field("drill", "drill", "Drill",
           "The drill in which it was sent.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("message", "text", "Message",
           "The number or subject of the message.", "M-01 First notice",
           "message id | notification | update | communication | subject | status update | "
           "message subject | comms id | msg | "
           "notification # | notification no | message # | message type | update no | "
           "message text | content | subject line", required=True, key=True),
    _field("audience", "text", "Audience",
           "Who was told.", "All staff",
           "recipient group | to | stakeholder | stakeholders | target audience | "
           "audience group | sent to | "
           "recipient | recipients | recipient name | recipients group | informed | who was "
           "told | notified party | notified | addressee"),
    _field("side", "choice", "Internal or external",
           "Whether the audience is inside or outside the organisation.", "internal",
           "internal/external | int/ext | audience type | scope", allowed=AUDIENCE_SIDES),
    _field("channel", "text", "Channel",
           "How it was sent.", "e-mail",
           "medium | via | method | communication channel | sent by | "
           "method of contact | contact method | means | delivery method | method used | "
           "communication method"),
    _field("due_at", "instant", "Due",
           "When it had to be out.", "2025-02-12 08:45",
           "due time | due by | planned time | deadline | to be sent at", matters=True),
    _field("target_seconds", "duration", "Target",
           "How soon after the declaration it had to be out.", "15 min",
           "target minutes | target (min) | within | target time | notification target | "
           "due within | sla", unit="min", matters=True, low=0),
    _field("sent_at", "instant", "Sent",
           "When it went out.", "2025-02-12 08:41",
           "sent time | time sent | sent on | issued | issued at | actual time | time | "
           "sent at | date sent | sent date | notified at | time notified | time of "
           "notification | notification time",
           matters=True),
    _field("acknowledged_at", "instant", "Acknowledged",
           "When the audience confirmed it.", "2025-02-12 08:50",
           "acknowledged time | ack | ack time | confirmed | acknowledgement | received | "
           "read at | "
           "response received | acknowledged at | time acked | receipt confirmed | "
           "confirmation time | response time",
           matters=True),
    _field("recipient_count", "count", "Recipients",
           "How many people it went to.", "48",
           "recipient count | no of recipients | number of recipients | audience size | contacts | "
           "people notified | number notified | notified count | audience count",
           low=0),
    _field("reached_count", "count", "Reached",
           "How many people it reached.", "45",
           "reached | delivered | delivered count | contacted | confirmed count | "
           "number reached | people reached | confirmed recipients", low=0),
), headings=_split("communications | messages | notifications | communication log"))

PARTICIPANT = Record("participant", "Participants", "A person or a team in one drill.", (
    _field("drill", "drill", "Drill",
           "The drill.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("participant", "name", "Participant",
           "The person or the team.", "Sipho Dlamini",
           "name | person | attendee | participants | staff member | employee | full name | "
           "team / person | observer | team member | "
           "attendee name | name of participant | staff name | person name | player",
           required=True, key=True),
    _field("team", "name", "Team",
           "The team of the person.", "IT Infrastructure",
           "department | group | function | unit | business unit | organisation | organization | "
           "department / unit | division | section | company | agency | home agency | team / "
           "department"),
    _field("role", "text", "Role",
           "What the participant had to do.", "Database lead",
           "drill role | responsibility | responsibilities | role in drill | dr role | "
           "function in drill | "
           "role in exercise | role in test | position | job title | title | assigned role | "
           "exercise role"),
    _field("invited_count", "headcount", "Invited",
           "Invited: yes, or how many people of the team.", "Yes",
           "invited? | was invited | expected | no invited | nominated | "
           "number invited | people invited | headcount invited", matters=True, low=0),
    _field("attended_count", "headcount", "Attended",
           "Took part: yes, or how many people of the team.", "Yes",
           "attended? | attendance | present | took part | participated | no attended | joined | "
           "number attended | people attended | attended (y/n) | in attendance | headcount "
           "attended",
           matters=True, low=0),
    _field("trained_count", "headcount", "Trained before",
           "Trained before the drill: yes, or how many people of the team.", "Yes",
           "trained | training completed | trained? | training done | briefed | "
           "trained before drill | "
           "dr training completed | dr training | training received | number trained | "
           "previously trained", matters=True, low=0),
    _field("is_role_understood", "boolean", "Role understood",
           "Whether the participant knew the role.", "Yes or No",
           "role understood? | understands role | knows role | role clear | "
           "knew their role | understood role"),
), headings=_split("participants | attendance | roles"))

SURVEY = Record("survey", "Survey answers", "One person's answer sheet after a drill.", (
    _field("drill", "drill", "Drill",
           "The drill asked about.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("respondent", "name", "Respondent",
           "Who answered; may be a number.", "R-07",
           "respondent id | response id | name | participant | id | respondent no | email | "
           "response no | # | "
           "name of respondent | respondent name | submitted by | completed by | your name | "
           "participant id | email address | e mail address | your email | username",
           required=True, key=True),
    _field("team", "name", "Team",
           "The team of the respondent.", "Operations",
           "department | group | your team | function | unit | which team are you in | which "
           "team do you belong to | what team are you in | what is your team | which "
           "department are you in | which department do you work in | your department"),
    _field("satisfaction", "rating", "Satisfaction",
           "How satisfied with the drill's process, 1 to 5.", "4",
           "satisfied with process | overall satisfaction | process satisfaction | "
           "how satisfied | i am satisfied with the process | satisfied | overall rating | "
           "how satisfied were you with the drill | "
           "overall rating of exercise | how satisfied are you with the drill | how "
           "satisfied are you | how would you rate the drill | how would you rate the "
           "exercise | overall experience | rate the drill | drill rating | exercise rating "
           "| overall quality | satisfaction score | satisfaction with process | the drill "
           "process was satisfactory", matters=True, low=0),
    _field("role_clarity", "rating", "Role clarity",
           "How well the own role was understood, 1 to 5.", "5",
           "understood my role | "
           "my role was clear | role understood | clarity of role | roles clear | "
           "i understood my role | role clear | understanding of role | "
           "roles and responsibilities | "
           "was your role clear | my role was clearly defined | my role was well defined | i "
           "knew what to do | i knew my role | role definition | did you understand your "
           "role | i understand my role | role clarity score", matters=True, low=0),
    _field("training", "rating", "Training",
           "Whether the training was adequate, 1 to 5.", "3",
           "adequately trained | training prepared me | training adequate | training received | "
           "i was adequately trained | training adequacy | trained enough | preparation | "
           "training prepared me for my role | i received adequate training | i was well "
           "trained | were you adequately trained | training was adequate | did training "
           "prepare you | training quality | i felt prepared | preparedness",
           matters=True, low=0),
    _field("communication", "rating", "Communication",
           "How good the communication was, 1 to 5.", "4",
           "communications | communication quality | information flow | "
           "communication was clear | kept informed | "
           "communication during the drill | communication was effective | communication "
           "during the exercise | how was communication | communication effectiveness | "
           "communication rating | information was shared in time | communication during the "
           "drill was timely | communication during the drill was clear | communication was "
           "timely | communication was clear and timely | i was kept informed", low=0),
    _field("comment", "text", "Comment",
           "What the respondent wrote.", "The call tree was out of date",
           "comments | remarks | free text | suggestions | anything else | feedback | "
           "other comments | "
           "any other comments | suggestions for improvement | further comments | what "
           "should be improved | what could be improved | general comments | additional "
           "remarks | improvements | any comments | do you have any comments | comments or "
           "suggestions | any suggestions | any further comments"),
    _field("scale", "number", "Scale",
           "The highest answer possible; 5 unless said.", "5",
           "scale max | out of | points | maximum", low=2),
), headings=_split("survey | feedback | questionnaire | hotwash"))

# --- What was found and mended --------------------------------------------------------------------

GAP = Record("gap", "Gaps", "Something found wrong in a drill, until it is closed and proven.", (
    _field("gap", "text", "Gap",
           "The number of the gap.", "G-07",
           "gap id | finding id | ref no | ref | issue id | finding no | gap no | gap ref | id | "
           "# | issue no | reference | no | number | "
           "issue key | gap # | finding # | issue # | ref # | finding ref | record id "
           "| item no | n.º", required=True, key=True),
    _field("drill", "drill", "Drill",
           "The drill in which it was found.", "DR-2025-1",
           _DRILL_HEADINGS + " | found in | identified in | source drill | source"),
    _field("system", "system", "System",
           "The system concerned; blank for the programme.", "CRM",
           _SYSTEM_HEADINGS),
    _field("title", "text", "Title",
           "What is wrong, in one sentence.", "DNS failover needs a manual step",
           "gap description | gap | finding | issue | issue description | issues found | "
           "description | "
           "observation | area for improvement | gap type | weakness | summary | "
           "issue/area for improvement | what went wrong | short description | problem | "
           "gap identified | challenge | "
           "nonconformity | non-conformity | non conformity | deficiency | gap identified | "
           "problem statement | description of gap | finding description | issue found | "
           "area of improvement | shortcoming | failure | defect | lesson / gap | summary of "
           "finding | issue title | finding title | gap title | mangel | feststellung | "
           "schwachstelle | constat | lacune | hallazgo | brecha | achado | lacuna | bevinding"),
    _field("category", "choice", "Category",
           "People, process, technology, communication, documentation, backup, environment or "
           "vendor.",
           "process",
           "failure category | gap category | type | area | capability element | "
           "root cause category | class | "
           "gap classification | finding category | finding type | issue type | issue "
           "category | theme | domain", allowed=GAP_CATEGORIES),
    _field("severity", "choice", "Severity",
           "How bad it is, minor to critical.", "major",
           "issue severity | risk level | priority | impact | criticality | rating | "
           "risk rating | severity level | impact level | finding severity | gap severity | "
           "priority level | risk severity",
           allowed=SEVERITIES),
    _field("root_cause", "text", "Root cause",
           "Why it happened.", "Record not in the automation",
           "cause | reason | why | root causes | "
           "root cause analysis | underlying cause | probable cause | cause of gap | root "
           "cause / reason | contributing cause"),
    _field("identified_on", "date", "Identified",
           "The day it was found.", "12 Feb 2025",
           "date identified | found | found on | raised | date raised | opened | date opened | "
           "identified date | logged | date found | created | "
           "date of finding | discovered | date discovered | detected on | reported on | "
           "date reported | date of issue | discovery date | identification date", matters=True),
    _field("owner", "name", "Owner",
           "Who answers for closing it.", "Sipho Dlamini",
           "accountable owner | remediation owner | assigned to | responsible | "
           "primary responsible organization | poc | action owner | responsible person | "
           "assignee | gap owner | owner name | "
           "person responsible | responsible owner | responsible party | resolution owner | "
           "remediation lead | assigned owner | responsible team | owned by"),
    _field("due_on", "date", "Due",
           "The day it has to be closed by.", "14 Mar 2025",
           "due date | target close date | target completion date | target date | deadline | "
           "fix by | to be closed by | target | planned closure | target closure | "
           "planned closure date | due by | resolve by | completion due | remediation due "
           "date | remediation date | expected closure | expected closure date | target "
           "resolution date | agreed date | planned completion date | planned date", matters=True),
    _field("status", "choice", "Status",
           "Open, in progress, closed, verified, reopened, risk accepted, rejected or duplicate.",
           "open",
           "gap status | remediation status | state | current status | issue status | "
           "closure status | "
           "open/closed | open / closed | resolution status | progress status | state of gap "
           "| status of gap", matters=True, allowed=GAP_STATUSES),
    _field("closed_on", "date", "Closed",
           "The day it was closed.", "10 Mar 2025",
           "actual close date | actual completion date | closure date | completion date | "
           "date closed | closed date | resolved | fixed on | closed at | resolved date | "
           "date resolved | "
           "date of closure | closing date | completed on | date completed | date fixed | "
           "resolution date | closed out | date remediated", matters=True),
    _field("retest_drill", "drill", "Retested in",
           "The drill in which the fix was exercised.", "DR-2025-2",
           "retest drill | re-test drill | verified in | retest in | retest | verified in drill | "
           "re-tested in drill | retested in drill | retested in | re-tested in | validated "
           "in"),
    _field("retested_on", "date", "Retested on",
           "The day the fix was exercised.", "19 Mar 2025",
           "re-test date | retest date | verification date | verified on | date verified | "
           "date retested | retested date | re-tested on | date of retest",
           matters=True),
    _field("retest_result", "choice", "Retest result",
           "What the retest showed.", "passed",
           "re-test outcome | retest outcome | re-test result | verification result | "
           "verified? | retest | fix verified | "
           "retested | retest status | re-test status | retest passed | result of retest",
           matters=True, allowed=RETEST_RESULTS),
    _field("time_lost_seconds", "duration", "Minutes lost",
           "How much recovery time it cost.", "25 min",
           "time lost | minutes lost | delay | impact (min) | delay caused | lost minutes | "
           "time cost", unit="min", low=0),
    _field("recurs_gap", "text", "Recurs",
           "The earlier gap it repeats.", "G-02",
           "recurrence of | repeats | repeat of | related gap | same as | recurs gap"),
), headings=_split("gaps | findings | issues | gap register | improvement plan"))

ACTION = Record("action", "Actions", "A corrective action or an improvement.", (
    _field("action", "text", "Action",
           "The number of the action.", "A-03",
           "action id | action no | ref | ref no | id | # | task id | no | "
           "action # | action number | action ref | item no | item # | recommendation no",
           required=True, key=True),
    _field("gap", "text", "Gap",
           "The gap it mends.", "G-07",
           "gap id | finding | finding id | related gap | issue id | gap ref | linked gap"),
    _field("title", "text", "Title",
           "What will be done.", "Automate the DNS change",
           "corrective action | action | action item | remediation required | remediation | "
           "improvement | "
           "description | what | recommended action | action description | task | "
           "improvement action | action plan | "
           "action to be taken | action required | actions | recommendation | "
           "recommendations | improvement | required action | what will be done | mitigation "
           "action | remediation action | next step | preventive action | corrective measure "
           "| measure | summary | maßnahme | korrekturmaßnahme | mesure corrective | "
           "acción correctiva | ação corretiva | regstellende aksie"),
    _field("kind", "choice", "Kind",
           "Procedure, communication, backup, training or technology.", "technology",
           "type | category | action type | area | kind of action", allowed=ACTION_KINDS),
    _field("owner", "name", "Owner",
           "Who does it.", "Sipho Dlamini",
           "responsible | assigned to | assignee | accountable owner | "
           "primary responsible organization | poc | responsible person | action owner | who | "
           "person responsible | responsible party | responsible team | owned by | lead | "
           "action by | assigned owner"),
    _field("planned_start_on", "date", "Planned start",
           "The day it is to begin.", "17 Feb 2025",
           "start date | start | begin | planned start date | "
           "date started | start by | begin date"),
    _field("due_on", "date", "Due",
           "The day it has to be done by.", "7 Mar 2025",
           "due date | target date | deadline | target completion date | by when | target | "
           "due by | planned completion date | planned completion | completion due | by date "
           "| finish by | end date | planned end | planned finish",
           matters=True),
    _field("completed_on", "date", "Completed",
           "The day it was done.", "5 Mar 2025",
           "completion date | date completed | done on | actual completion date | closed | "
           "finished | completed date | done | "
           "actual completion | closed on | closed date | date closed | completed on | "
           "actual end | actual finish | closure date", matters=True),
    _field("status", "choice", "Status",
           "Open, in progress, completed or cancelled.", "completed",
           "action status | state | current status | "
           "completion status | progress status | open/closed",
           matters=True, allowed=ACTION_STATUSES),
    _field("progress", "share", "Progress",
           "How much is done, 0 to 100 %.", "60 %",
           "% complete | percent complete | completion % | % done | completion | "
           "progress % | % progress | percentage complete | percentage done | progress (%)",
           low=0, high=1),
), headings=_split("actions | corrective actions | action plan | capa"))

LESSON = Record("lesson", "Lessons", "What worked, what to keep, what to change.", (
    _field("drill", "drill", "Drill",
           "The drill it was learnt in.", "DR-2025-1",
           _DRILL_HEADINGS, required=True, key=True),
    _field("lesson", "text", "Lesson",
           "What was learnt.", "Call the vendor before declaring",
           "lessons learned | lesson learned | lessons learnt | lesson learnt | insight | "
           "takeaway | observation | actionable insight | learning | "
           "lesson description | key lesson | what we learned | what was learned | key "
           "learning | learning point | what happened | what went well / went wrong | what went "
           "well / what went wrong | what went well or wrong", required=True, key=True),
    _field("kind", "choice", "Kind",
           "Worked, keep or change.", "change",
           "type | category | worked/keep/change | what kind | "
           "what worked / what did not | worked / did not work | lesson type | "
           "classification | keep/change | positive/negative", allowed=LESSON_KINDS),
    _field("area", "text", "Area",
           "What it is about.", "communication",
           "topic | theme | subject | domain | "
           "process area | capability | capability area | core capability | function"),
    _field("owner", "name", "Owner",
           "Who carries it on.", "Lerato Mokoena",
           "responsible | assigned to | who"),
    _field("integrated_into", "text", "Integrated into",
           "The plan or document that has it now.", "DR plan v4, section 3",
           "built into | where integrated | integrated in | incorporated into | "
           "document updated | plan section | "
           "incorporated into plan | plan updated | reflected in | applied in | adopted in | "
           "where applied"),
), headings=_split("lessons | lessons learned | hotwash"))

# --- The programme of a quarter -------------------------------------------------------------------

_QUARTER = _field("quarter", "quarter", "Quarter",
       "The quarter it belongs to.", "2025-Q1",
       "period | qtr | reporting quarter | fiscal quarter", required=True, key=True)

MILESTONE = Record("milestone", "Milestones", "A milestone of a quarter.", (
    _QUARTER,
    _field("milestone", "text", "Milestone",
           "The name of the milestone.", "First Disaster Recovery Drill Execution",
           "milestone name | key milestone | phase | stage | name | milestone title | "
           "milestone description | programme milestone",
           required=True, key=True),
    _field("order", "count", "Order",
           "Its place among the quarter's milestones.", "2",
           "no | # | number | sequence | milestone no", low=0),
    _field("objective", "text", "Objective",
           "What it is for.", "Test the readiness of all teams",
           "goal | purpose | description | aim"),
    _field("planned_on", "date", "Planned",
           "The day, the month or 'ongoing'.", "February 2025",
           "planned date | completion date | target date | due | due date | planned completion | "
           "deadline | target completion date | plan | "
           "planned completion date | baseline date | scheduled date | scheduled | target",
           matters=True),
    _field("completed_on", "date", "Completed",
           "The day it was reached.", "14 Feb 2025",
           "actual date | actual completion | done | date completed | actual completion date | "
           "achieved on | completed date | actual | done on | "
           "completed on | actual finish | date achieved | achieved", matters=True),
    _field("responsible_team", "name", "Responsible team",
           "Who answers for it.", "Disaster Recovery Planning Team",
           "responsible | team | owner | responsible teams | led by | "
           "responsible party | accountable | owner team | lead | assigned to"),
    _field("status", "choice", "Status",
           "Planned, in progress, completed or cancelled.", "completed",
           "milestone status | state | progress", matters=True, allowed=MILESTONE_STATUSES),
    _field("depends_on", "list", "Depends on",
           "The milestones before it.", "Planning and Scenario Development",
           "predecessor | dependencies | after | dependency"),
), headings=_split("milestones | timeline | plan"))

DELIVERABLE = Record("deliverable", "Deliverables", "What a milestone owes.", (
    _QUARTER,
    _field("milestone", "text", "Milestone",
           "The milestone that owes it.", "First Disaster Recovery Drill Execution",
           "milestone name | phase | stage", required=True, key=True),
    _field("deliverable", "text", "Deliverable",
           "What is delivered.", "Report on the results of the first drill",
           "deliverables | output | document | item | artefact | artifact | work product | "
           "deliverable name | deliverable description",
           required=True, key=True),
    _field("owner", "name", "Owner",
           "Who delivers it.", "Thandi Naidoo",
           "responsible | author | assigned to | responsible team | team | who | "
           "delivered by | prepared by | owned by | accountable"),
    _field("due_on", "date", "Due",
           "The day it is due.", "21 Feb 2025",
           "due date | deadline | target date | planned | "
           "due by | deadline date | planned date | delivery due", matters=True),
    _field("is_done", "boolean", "Done",
           "Whether it was delivered.", "Yes or No",
           "done? | delivered | complete | status | completed | delivered? | "
           "delivered | delivered yes/no | completed? | produced", matters=True),
    _field("done_on", "date", "Delivered on",
           "The day it was delivered.", "20 Feb 2025",
           "delivered on | date delivered | completion date | date done | delivery date | "
           "done on | "
           "actual date | actual delivery date | completed on | delivered date",
           matters=True),
    _field("link", "text", "Link",
           "Where it lies.", "DR reports / Q1 / drill 1",
           "url | location | file | where | reference | evidence"),
), headings=_split("deliverables"))

RISK = Record("risk", "Risks", "A risk to the quarter's target.", (
    _QUARTER,
    _field("risk", "text", "Risk",
           "What could go wrong.", "Inadequate testing environment",
           "risk name | risk description | description | threat | risk title | potential risk | "
           "risk / issue | risk event | risk statement | concern",
           required=True, key=True),
    _field("likelihood", "rating", "Likelihood",
           "How likely, 1 to 5.", "3",
           "probability | likelihood (1-5) | chance | l | "
           "likelihood score | likelihood rating | probability of occurrence", low=1, high=5),
    _field("impact", "rating", "Impact",
           "How bad, 1 to 5.", "4",
           "consequence | impact (1-5) | severity | i | "
           "impact score | impact rating | consequence score", low=1, high=5),
    _field("likelihood_after", "rating", "Likelihood after mitigation",
           "How likely with the mitigation, 1 to 5.", "2",
           "residual likelihood | likelihood after | mitigated likelihood | "
           "residual probability | target likelihood | net likelihood", low=1, high=5),
    _field("impact_after", "rating", "Impact after mitigation",
           "How bad with the mitigation, 1 to 5.", "3",
           "residual impact | impact after | mitigated impact | "
           "residual consequence | target impact | net impact", low=1, high=5),
    _field("mitigation", "text", "Mitigation",
           "What is done about it.", "Use a virtual copy of production",
           "mitigations | response | control | treatment | mitigation plan | risk response | "
           "mitigation / prevention | mitigation actions | mitigating actions | mitigation "
           "measures | risk treatment | treatment plan | preventive measures | action plan | "
           "countermeasure"),
    _field("owner", "name", "Owner",
           "Who watches it.", "Lerato Mokoena",
           "risk owner | responsible | assigned to"),
    _field("status", "choice", "Status",
           "Open, mitigated, accepted, closed or occurred.", "open",
           "risk status | state", allowed=RISK_STATUSES),
    _field("signal", "text", "Signal",
           "What would show that it is coming true.", "Attendance under 80 %",
           "trigger | early warning | indicator | warning sign | signals | "
           "trigger / review | trigger event | triggers | early warning sign | early warning "
           "signal | risk indicator | warning signs"),
), headings=_split("risks | risk register"))

RESOURCE = Record("resource", "Resources", "A budget line, a tool or a team that is needed.", (
    _QUARTER,
    _field("resource", "text", "Resource",
           "What is needed.", "DR testing platform licence",
           "budget line | item | line | resource name | description | cost item | budget item | "
           "need | "
           "resource / tool | tool | resource needed | requirement | expense | expense item "
           "| description of cost", required=True, key=True),
    _field("kind", "choice", "Kind",
           "Personnel, tool, testing infrastructure or training.", "tool",
           "type | category | cost type | resource type", allowed=RESOURCE_KINDS),
    _field("budget", "money", "Budget",
           "What may be spent.", "120000",
           "budgeted | planned cost | approved budget | allocated | budget amount | plan | "
           "budget allocated | allocated budget | planned spend | estimated cost | cost "
           "estimate | amount budgeted | amount | approved amount",
           matters=True),
    _field("spent", "money", "Spent",
           "What was spent.", "98500",
           "actual | actual cost | spend | actual spend | spent to date | cost to date | used | "
           "amount spent | spent so far | expenditure | actual expenditure | actuals | cost "
           "incurred",
           matters=True),
    _field("currency", "text", "Currency",
           "The currency of both.", "ZAR",
           "ccy | curr | currency code"),
    _field("is_ready", "boolean", "Ready",
           "Whether it is there.", "Yes or No",
           "ready? | available | in place | status | available?"),
), headings=_split("resources | budget | financial resources"))

TARGET = Record("target", "Targets", "A target or a threshold of a quarter.", (
    _QUARTER,
    _field("measure", "text", "Measure",
           "The id of the metric; recovery_time for the programme's recovery target.",
           "recovery_time",
           "metric | kpi | target name | indicator | what", required=True, key=True),
    _field("operator", "operator", "Operator",
           "How the figure compares: <, <=, >= or >.", "<",
           "comparison | op | condition", matters=True),
    _field("value", "number", "Value",
           "The target itself.", "4",
           "target | target value | threshold | goal | limit", required=True, matters=True),
    _field("unit", "text", "Unit",
           "The unit of the value: h, min, %, count, days.", "h",
           "units | uom | measure unit"),
), headings=_split("targets | thresholds | kpis"))

FORECAST = Record("forecast", "Forecasts",
    "What was said before a drill of a system's recovery time in it, or of all systems together.", (
    _field("drill", "drill", "Drill",
           "The drill it was said of.", "DR-2025-2",
           required=True, key=True),
    _field("said_on", "date", "Forecast said on",
           "The day on which it was said; only what was said before the drill's day is scored.",
           "10 Mar 2025", "forecast date", required=True, key=True),
    _field("system", "system", "System",
           "The system it is about; blank for all systems together.", "CRM",
           key=True),
    _field("low_seconds", "duration", "Forecast low end",
           "The low end of the range; blank where the system may well not come back at all.",
           "2 h 10 min", "range low", matters=True, low=0),
    _field("likely_seconds", "duration", "Forecast middle",
           "The middle of the range.", "2 h 50 min", "range middle", matters=True, low=0),
    _field("high_seconds", "duration", "Forecast high end",
           "The high end of the range; blank where the system may not come back at all.",
           "3 h 40 min", "range high", matters=True, low=0),
    _field("range_share", "share", "Forecast range holds",
           "How often the range was meant to hold.", "80 %", "range share",
           matters=True, low=0, high=1),
    _field("chance", "share", "Forecast chance",
           "The chance said for coming back under the target: of the system, or of all together.",
           "64 %", "chance under target", matters=True, low=0, high=1),
    _field("target_seconds", "objective", "Forecast target",
           "The target the chance was said against.", "< 4 h", "forecast against", low=0),
    _field("clock", "text", "Forecast clock",
           "The clock it was said on, START:STOP.", "disruption:restored"),
    _field("drill_count", "count", "Forecast from drills",
           "How many drills it rested on.", "7", low=0),
    _field("method", "text", "Forecast method",
           "How it was worked out.", "log times, spread shared by all systems", required=True),
), headings=_split("forecasts | forecast"))

# --- The organisation -----------------------------------------------------------------------------

SETTING = Record("setting", "Settings", "One setting of the organisation.", (
    _field("setting", "text", "Setting",
           "zone, fiscal year start, clock, currency or organisation.", "zone",
           "name | option | parameter | key", required=True, key=True),
    _field("value", "text", "Value",
           "Its value.", "Africa/Johannesburg",
           "setting value | is | choice", required=True),
), headings=_split("settings"))

ALIAS = Record("alias", "Other names",
    "Another name of a system, a drill, a team, an owner or a heading.", (
    _field("kind", "choice", "Kind",
           "What it is a name of.", "system",
           "type | what | alias of", required=True, key=True, allowed=ALIAS_KINDS),
    _field("written", "text", "Written",
           "The other name, as people write it.", "CRM System",
           "alias | also known as | aka | other name | short name | written as",
           required=True, key=True),
    _field("means", "text", "Means",
           "The name it stands for.", "CRM",
           "name | full name | official name | stands for | real name | canonical name",
           required=True),
), headings=_split("aliases | names"))

# fmt: on

RECORDS: dict[str, Record] = {
    one.name: one
    for one in (
        SYSTEM,
        DRILL,
        RECOVERY,
        LOG,
        TASK,
        CRITERION,
        MESSAGE,
        PARTICIPANT,
        SURVEY,
        GAP,
        ACTION,
        LESSON,
        MILESTONE,
        DELIVERABLE,
        RISK,
        RESOURCE,
        TARGET,
        FORECAST,
        SETTING,
        ALIAS,
    )
}

# The log's known events: what a line must say to fill an instant the results sheet lacks.
LOG_EVENTS: dict[str, str] = {
    "disrupted": "disrupted_at",
    "detected": "detected_at",
    "declared": "declared_at",
    "recovery started": "recovery_started_at",
    "degraded": "degraded_at",
    "restored": "restored_at",
    "validated": "validated_at",
}
HOLD_BEGAN, HOLD_ENDED = "hold began", "hold ended"
