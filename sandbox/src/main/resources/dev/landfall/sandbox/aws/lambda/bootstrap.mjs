// Runs a handler for the sandbox: invocations are lines of JSON on the standard input, answers lines
// on descriptor 3. What the handler prints goes to the standard error.
import { existsSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const env = process.env;

// In a thread of its own: a handler that never returns must not keep the process from ending with
// its server.
const reader = new Worker(
  `const { readSync } = require('node:fs');
   const { parentPort } = require('node:worker_threads');
   const chunk = Buffer.alloc(65536);
   let rest = Buffer.alloc(0);
   for (;;) {
     let n;
     try {
       n = readSync(0, chunk, 0, chunk.length, null);
     } catch (e) {
       if (e.code === 'EAGAIN') continue;
       n = 0;
     }
     if (n === 0) process.kill(process.pid, 'SIGKILL');
     rest = Buffer.concat([rest, chunk.subarray(0, n)]);
     for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
       parentPort.postMessage(rest.subarray(0, end).toString('utf8'));
       rest = rest.subarray(end + 1);
     }
   }`,
  { eval: true });

let current = '';

function answer(what) {
  writeSync(2, `\x1e${current}\n`);
  const line = Buffer.from(JSON.stringify(what) + '\n');
  for (let at = 0; at < line.length;) at += writeSync(3, line, at);
}

function told(e) {
  const known = e instanceof Error;
  return {
    errorType: known ? e.name : typeof e,
    errorMessage: known ? e.message : String(e),
    trace: known && e.stack ? e.stack.split('\n') : [],
  };
}

function log(level, id, values) {
  const text = values.map(v => (typeof v === 'string' ? v : JSON.stringify(v))).join(' ');
  writeSync(2, `${new Date().toISOString()}\t${id}\t${level}\t${text}\n`);
}

console.log = (...values) => log('INFO', current, values);
console.info = console.log;
console.debug = (...values) => log('DEBUG', current, values);
console.warn = (...values) => log('WARN', current, values);
console.error = (...values) => log('ERROR', current, values);

async function load() {
  const dot = env._HANDLER.lastIndexOf('.');
  const [module, name] = [env._HANDLER.slice(0, dot), env._HANDLER.slice(dot + 1)];
  const base = path.resolve(module);
  const file = ['.mjs', '.cjs', '.js'].map(end => base + end).find(existsSync);
  if (!file) {
    throw Object.assign(new Error(`Cannot find module '${module}'`),
      { name: 'Runtime.ImportModuleError' });
  }
  let loaded;
  try {
    loaded = file.endsWith('.mjs')
      ? await import(pathToFileURL(file))
      : createRequire(path.join(process.cwd(), 'x.js'))(file);
  } catch (e) {
    if (e.code === 'ERR_REQUIRE_ESM') {
      loaded = await import(pathToFileURL(file));
    } else if (e instanceof SyntaxError) {
      throw Object.assign(e, { name: 'Runtime.UserCodeSyntaxError' });
    } else {
      throw e;
    }
  }
  if (typeof loaded[name] !== 'function') {
    throw Object.assign(new Error(`${env._HANDLER} is undefined or not exported`),
      { name: 'Runtime.HandlerNotFound' });
  }
  return loaded[name];
}

const loading = load().then(handler => ({ handler }), failed => ({ failed }));
loading.then(() => writeSync(3, '{"ready": true}\n'));

reader.on('message', async line => {
  const invocation = JSON.parse(line);
  current = invocation.requestId;
  const { handler, failed } = await loading;
  try {
    if (failed) throw failed;
    const context = {
      awsRequestId: invocation.requestId,
      invokedFunctionArn: invocation.arn,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, invocation.deadline - Date.now()),
    };
    const result = await new Promise((resolve, reject) => {
      const returned = handler(
        invocation.event, context, (e, value) => (e ? reject(e) : resolve(value)));
      if (returned && typeof returned.then === 'function') {
        returned.then(resolve, reject);
      } else if (handler.length < 3) {
        resolve(returned);
      }
    });
    answer({ result: JSON.stringify(result === undefined ? null : result) });
  } catch (e) {
    const error = told(e);
    log('ERROR', current, ['Invoke Error', error]);
    answer({ error: { ...error, requestId: current } });
    if (failed) process.exit(1);
  }
});
