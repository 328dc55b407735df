// What a host of models does with an MCP client: node mcp.mjs URL PACKAGES_FOLDER client|sdk|pinned
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [url, packages, kind] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const info = { name: 'live-test', version: '1' };

let client, Transport;
if (kind === 'sdk') {
  const { Client } = await load('@modelcontextprotocol/sdk/client/index.js');
  ({ StreamableHTTPClientTransport: Transport } = await load('@modelcontextprotocol/sdk/client/streamableHttp.js'));
  client = new Client(info);
} else {
  const module = await load('@modelcontextprotocol/client');
  Transport = module.StreamableHTTPClientTransport;
  client = new module.Client(
    info, kind === 'pinned' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {});
}
await client.connect(new Transport(new URL(`${url}mcp`)));
const { tools } = await client.listTools();
const found = await client.callTool({ name: 'search_images', arguments: { query: 'two dogs', limit: 2 } });
const id = found.structuredContent.results[0].id;
const shown = await client.callTool({ name: 'view_images', arguments: { ids: [id] } });
const wrong = await client.callTool({ name: 'search_images', arguments: { query: 'x', folder: '../..' } });
const server = client.getServerVersion()?.name ?? null;
await client.close();
console.log(JSON.stringify({
  server,
  tools: tools.map((tool) => tool.name),
  paths: found.structuredContent.results.map((result) => result.path),
  types: shown.content.map((content) => content.mimeType ?? content.type),
  isError: wrong.isError === true,
}));
