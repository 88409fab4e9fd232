import { InvalidArgumentError } from 'commander';

/** An option's value as a number. @throws InvalidArgumentError, which Commander reports as wrong usage */
export function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('It must be a number.');
  return parsed;
}

/** An option's value as a whole number from 1. @throws InvalidArgumentError */
export function count(value: string): number {
  const parsed = number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return parsed;
}

/** An option's value in per cent. @throws InvalidArgumentError */
export function percent(value: string): number {
  const parsed = number(value);
  if (parsed < 0 || parsed > 100) throw new InvalidArgumentError('It must be 0 to 100.');
  return parsed;
}
