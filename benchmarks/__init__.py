"""Speed and memory, measured on data the benchmarks make themselves."""
