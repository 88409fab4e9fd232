import { errorCodes, type ErrorInfo } from '#contracts';
import { z } from 'zod';

/** Why something that was accepted failed later. */
export const errorInfoSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
}) satisfies z.ZodType<ErrorInfo>;
