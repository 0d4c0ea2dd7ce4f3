// A workload's case, in a process of its own: child.mjs <workload> <case> <file for the result> [quick]
import { writeFileSync } from 'node:fs';
import { workloads } from '../workloads/index.mjs';

const [name, number, file, quick] = process.argv.slice(2);
const { default: workload } = await workloads[name]();
const groups = await workload.run(workload.cases[number], { quick: quick === 'quick' });
writeFileSync(file, JSON.stringify(groups));
// Peers keep timers.
process.exit();
