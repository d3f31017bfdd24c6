import { defineOperation, people, STAFF } from './operation.js';
import { policy } from './resources/policy.js';

export const getPolicy = defineOperation({
  operationId: 'getPolicy',
  method: 'GET',
  path: '/policy',
  tag: 'policy',
  summary: "The clinic's rules",
  access: people(STAFF),
  responses: { 200: policy },
  errors: [],
});
