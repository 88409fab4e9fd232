import { InvalidArgumentError } from 'commander';

/** An option's value as a number. @throws InvalidArgumentError, which Commander reports as wrong usage */
export function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('It must be a number.');
  return parsed;
}
