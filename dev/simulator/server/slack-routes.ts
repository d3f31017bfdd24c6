import { Router } from 'express';
import type { SimulatorConfig } from './config.js';
import type { People } from './people.js';
import { actionTaken, commandTyped, optionsWanted, read, viewSubmitted } from './requests.js';
import { createAction } from './slack-actions.js';
import { createCommand } from './slack-commands.js';
import { createSlackDispatch } from './slack-dispatch.js';
import { createClose, createHome, createOptions, createSubmit } from './slack-views.js';
import { createWorkspace } from './workspace.js';

/** What a person sees and does in Slack. */
export function createSlackRoutes(config: SimulatorConfig, people: People): Router {
  const workspace = createWorkspace(config);
  const dispatch = createSlackDispatch({
    eventsUrl: config.slackEventsUrl,
    signingSecret: config.slack.signingSecret,
  });
  const deps = { workspace, dispatch, teamId: config.slack.teamId };
  const command = createCommand(deps);
  const action = createAction(deps);
  const options = createOptions(deps);
  const submit = createSubmit(deps);
  const close = createClose(deps);
  const home = createHome(deps);
  const router = Router();

  router.get('/:userId', async (req, res) => {
    res.json(await workspace.desk(people.find(req.params.userId).id));
  });
  router.post('/:userId/commands', async (req, res) => {
    await command(people.find(req.params.userId), read(commandTyped, req.body));
    res.status(204).end();
  });
  router.post('/:userId/actions', async (req, res) => {
    await action(people.find(req.params.userId), read(actionTaken, req.body));
    res.status(204).end();
  });
  router.post('/:userId/options', async (req, res) => {
    res.json({ options: await options(people.find(req.params.userId), read(optionsWanted, req.body)) });
  });
  router.post('/:userId/views/:viewId/submit', async (req, res) => {
    const { values } = read(viewSubmitted, req.body);
    res.json(await submit(people.find(req.params.userId), req.params.viewId, values));
  });
  router.post('/:userId/views/:viewId/close', async (req, res) => {
    await close(people.find(req.params.userId), req.params.viewId);
    res.status(204).end();
  });
  router.post('/:userId/home', async (req, res) => {
    await home(people.find(req.params.userId));
    res.status(204).end();
  });
  return router;
}
