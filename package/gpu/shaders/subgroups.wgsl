// What a program declares before all else that shares numbers among the invocations of a subgroup. Only devices that
// offer both are given such a program.

enable subgroups;
requires subgroup_id;
