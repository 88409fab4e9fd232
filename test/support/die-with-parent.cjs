// Loaded before a program that a test starts (`node -r`): standard input is a pipe from Jest, and when Jest is gone,
// however it went, so is the program. SIGKILL, since nobody is left who would wait for an orderly end.
process.stdin.on('end', end).on('error', end).resume();
process.stdin.unref?.();

function end() {
  process.kill(process.pid, 'SIGKILL');
}
