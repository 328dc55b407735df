// What an application does with the openai package: node openai.mjs BASE_URL PACKAGES_FOLDER
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [url, packages] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const { default: OpenAI } = await import(pathToFileURL(require.resolve('openai')));

const client = new OpenAI({ baseURL: `${url}v1`, apiKey: 'none', maxRetries: 0 });
const texts = ['a bird', 'two dogs'];
const plain = await client.embeddings.create({ model: 'clip-mini', input: texts });
const numbers = await client.embeddings.create({ model: 'clip-mini', input: texts, encoding_format: 'float' });
const short = await client.embeddings.create({ model: 'clip-mini', input: texts[0], dimensions: 16 });
const models = [];
for await (const model of client.models.list()) models.push(model.id);
const errors = [];
for (const request of [{ model: 'none', input: 'x' }, { model: 'clip-mini', input: '' }]) {
  try {
    await client.embeddings.create(request);
  } catch (error) {
    errors.push({ type: error.constructor.name, status: error.status, code: error.code, message: error.message });
  }
}
console.log(JSON.stringify({
  plain: plain.data.map((item) => Array.from(item.embedding)),
  numbers: numbers.data.map((item) => item.embedding),
  short: Array.from(short.data[0].embedding),
  models,
  errors,
}));
