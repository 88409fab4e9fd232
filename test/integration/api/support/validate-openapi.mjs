// Reads an OpenAPI document from its input, validates it and prints its version. A program of its own because the
// validator is an ES module, which Jest cannot load.
import { text } from 'node:stream/consumers';
import { Validator } from '@seriousme/openapi-schema-validator';

const validator = new Validator();
const { valid, errors } = await validator.validate(JSON.parse(await text(process.stdin)));
if (valid) console.log(validator.version);
else console.error(JSON.stringify(errors, null, 1));
process.exitCode = valid ? 0 : 1;
