"""Headings in other languages, by field: German, French, Spanish, Portuguese, Dutch, Afrikaans.

Words of the trade as dictionaries and standards of these languages have them (BSI 200-4: Ausfall,
Wiederanlauf; ISO 22301 in its French and Spanish editions). They hold for the field of that name
in every record. A word that also means something else in a list of drills is left out (`data` is a
date in Portuguese and none in English), as is one that is like an English heading (`Panne`,
`Frist`). Parted by bars, as in `data.records`.
"""

from __future__ import annotations

HEADINGS: dict[str, str] = {
    "drill": (
        "übung | notfallübung | übungsname | name der übung | exercice | nom de l'exercice | "
        "simulacro | nombre del simulacro | ejercicio | exercício | simulado | oefening"
    ),
    "system": (
        "systeme | anwendung | it-system | verfahren | dienst | système | applicatif | sistema | "
        "aplicación | aplicativo | aplicação | sistema / aplicación | stelsel | toepassing | "
        "systeem | applicatie"
    ),
    "tier": ("kritikalität | schutzbedarf | criticité | criticidad | criticidade"),
    "owner": (
        "verantwortlich | verantwortlicher | zuständig | responsable | propriétaire | responsável "
        "| eienaar | verantwoordelike"
    ),
    "disrupted_at": (
        "ausfall | ausfallbeginn | beginn des ausfalls | ausfallzeitpunkt | ausgefallen | "
        "ausgefallen um | störungsbeginn | beginn der störung | début de panne | début de la "
        "panne | heure de panne | début d'interruption | début de l'interruption | caída | inicio "
        "de la caída | hora de caída | inicio de la interrupción | inicio interrupción | queda | "
        "início da queda | início da interrupção | início da falha | hora da queda | onderbreking "
        "| begin van onderbreking | uitval | storing om | storing begin | begin storing | "
        "begin van de storing"
    ),
    "detected_at": (
        "erkannt | erkannt um | entdeckt | détecté | détecté à | heure de détection | detectado | "
        "detectado em | detectado a las | detectado às | "
        "hora de detección | hora da detecção | opgemerk"
    ),
    "declared_at": (
        "notfall ausgerufen | ausgerufen | krisenfall ausgerufen | déclaré | crise déclarée | "
        "declarado | verklaar"
    ),
    "recovery_started_at": (
        "wiederanlauf begonnen | beginn wiederanlauf | beginn des wiederanlaufs | beginn der "
        "wiederherstellung | début de reprise | début de la reprise | début de restauration | "
        "inicio de la recuperación | inicio recuperación | início da recuperação | herstel begin"
    ),
    "restored_at": (
        "wiederhergestellt | wiederhergestellt um | wieder verfügbar | wieder in betrieb | ende "
        "des ausfalls | ausfallende | wiederanlauf beendet | rétabli | rétabli à | service "
        "rétabli | heure de rétablissement | rétablissement | fin de panne | fin de la panne | "
        "restauré | restablecido | servicio restablecido | restaurado | hora de restablecimiento "
        "| fin de la caída | restabelecido | restabelecido em | serviço "
        "restabelecido | fim da interrupção | herstel | herstel om | hersteld | hersteld om"
    ),
    "validated_at": ("abgenommen | abgenommen um | validé | validé à | validado | gevalideer"),
    "recovery_time_seconds": (
        "wiederanlaufzeit | wiederherstellungszeit | wiederherstellungsdauer | ausfalldauer | "
        "dauer des ausfalls | temps de reprise | durée de reprise | durée de la panne | délai de "
        "rétablissement | tiempo de recuperación | duración de la caída | tempo de recuperação | "
        "duração da interrupção | hersteltyd | werklike hersteltyd | hersteltijd | "
        "werkelijke hersteltijd | dmia réelle | dmia constatée"
    ),
    "rto_seconds": ("dmia | rto-doelwit | rto-doel"),
    "rpo_seconds": ("pdma | rpo-doelwit | rpo-doel"),
    "data_loss_seconds": (
        "datenverlust | perte de données | pérdida de datos | perda de dados | dataverlies | "
        "pdma réelle | pdma constatée"
    ),
    "outcome": ("résultat | resultado | resultaat | uitslag | statut"),
    "scenario": ("szenario | scénario | escenario | cenário"),
    "lead": ("übungsleiter | übungsleitung | leiter der übung | responsable de l'exercice"),
    "severity": (
        "schweregrad | gravité | sévérité | gravedad | gravidade | severidad | severidade"
    ),
    "root_cause": (
        "ursache | grundursache | cause racine | cause | causa raíz | causa raiz | oorsaak"
    ),
    "due_on": (
        "fällig | fällig am | échéance | date d'échéance | fecha límite | fecha de vencimiento | "
        "vencimiento | prazo | data limite | vencimento | sperdatum"
    ),
    "identified_on": (
        "festgestellt am | date d'identification | fecha de identificación | fecha de detección | "
        "data de identificação"
    ),
    "closed_on": (
        "geschlossen am | abgeschlossen am | date de clôture | fecha de cierre | "
        "data de fechamento | data de encerramento"
    ),
    "status": ("statut | état | estado | situação"),
    "logged_at": ("uhrzeit | zeitpunkt | heure | hora | tyd"),
    "event": ("ereignis | événement | évènement | evento | gebeurtenis"),
    "note": (
        "bemerkung | bemerkungen | anmerkung | kommentar | remarque | remarques | commentaire | "
        "commentaires | observaciones | observações | comentarios | comentários | opmerking | "
        "opmerkings"
    ),
    "gap": ("mangel-nr | mangel nr | lücke-nr"),
    "action": ("maßnahmen-nr | maßnahme nr"),
}
