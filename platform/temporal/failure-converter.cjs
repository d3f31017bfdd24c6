// CommonJS because the SDK loads this file by `require`, also inside the workflow sandbox.
const { DefaultFailureConverter } = require('@temporalio/common');

/** Messages and stack traces of failures are encrypted like payloads. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
