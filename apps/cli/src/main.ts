import { runProcess } from './run-process.js';

/** `kotae …`: the one command of an installation. */
void runProcess(process.env);
