import { buildProgram } from './program.js';
import { runProgram } from './lib/run-program.js';

process.exitCode = await runProgram(buildProgram(), process.argv);
