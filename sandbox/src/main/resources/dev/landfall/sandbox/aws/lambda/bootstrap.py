"""Runs a handler for the sandbox: invocations are lines of JSON on the standard input, answers lines on
descriptor 3. What the handler prints goes to the standard error."""
import importlib
import json
import logging
import os
import queue
import sys
import threading
import time
import traceback

answers = os.fdopen(3, "w", encoding="utf-8", buffering=1)
invocations = queue.Queue()


def read():
    for line in sys.stdin:
        invocations.put(json.loads(line))
    # The server is gone.
    os._exit(0)


def answer(**what):
    sys.stdout.flush()
    print("\x1e" + current, file=sys.stderr, flush=True)
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def error(e, skipped):
    trace = traceback.extract_tb(e.__traceback__)[skipped:]
    return {"errorMessage": str(e), "errorType": type(e).__name__,
            "stackTrace": traceback.format_list(trace)}


class Context:
    function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
    function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
    memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
    log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
    identity = None
    client_context = None

    def __init__(self, invocation):
        self.aws_request_id = invocation["requestId"]
        self.invoked_function_arn = invocation["arn"]
        self.deadline = invocation["deadline"]

    def get_remaining_time_in_millis(self):
        return max(0, self.deadline - int(time.time() * 1000))


class Formatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        record.aws_request_id = current
        return super().format(record)


current = ""
handler = logging.StreamHandler(sys.stderr)
handler.setFormatter(Formatter(
    "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s",
    "%Y-%m-%dT%H:%M:%S"))
logging.getLogger().addHandler(handler)

threading.Thread(target=read, daemon=True).start()
sys.path.insert(0, os.getcwd())
module, _, name = os.environ["_HANDLER"].rpartition(".")
function = None
failed = None
try:
    function = getattr(importlib.import_module(module.replace("/", ".")), name, None)
    if function is None:
        failed = {"errorType": "Runtime.HandlerNotFound",
                  "errorMessage": "Handler '%s' missing on module '%s'" % (name, module)}
except ImportError as e:
    failed = {"errorType": "Runtime.ImportModuleError",
              "errorMessage": "Unable to import module '%s': %s" % (module, e)}
except SyntaxError as e:
    failed = {"errorType": "Runtime.UserCodeSyntaxError",
              "errorMessage": "Syntax error in module '%s': %s" % (module, e)}
except BaseException as e:
    failed = error(e, 0)

answers.write('{"ready": true}\n')
answers.flush()
while True:
    invocation = invocations.get()
    current = invocation["requestId"]
    if failed is not None:
        print("[ERROR] %s: %s" % (failed["errorType"], failed["errorMessage"]), file=sys.stderr)
        answer(error=dict(failed, requestId=current, stackTrace=failed.get("stackTrace", [])))
        os._exit(1)
    try:
        result = function(invocation["event"], Context(invocation))
    except BaseException as e:
        told = error(e, 1)
        print("[ERROR] %s: %s\nTraceback (most recent call last):\n%s" % (
            told["errorType"], told["errorMessage"], "".join(told["stackTrace"])),
            file=sys.stderr)
        answer(error=dict(told, requestId=current))
        continue
    try:
        answer(result=json.dumps(result, ensure_ascii=False))
    except Exception as e:
        told = {"errorType": "Runtime.MarshalError",
                "errorMessage": "Unable to marshal response: %s" % e}
        print("[ERROR] %s: %s" % (told["errorType"], told["errorMessage"]), file=sys.stderr)
        answer(error=dict(told, requestId=current, stackTrace=[]))
