import type {
  ActionTaken,
  Choice,
  CommandTyped,
  LinkCode,
  OptionsWanted,
  SubmitOutcome,
  ViewSubmitted,
} from '../../../contract.js';
import { send } from './request.js';

const slack = (userId: string, rest: string): string => `/sim/slack/${encodeURIComponent(userId)}/${rest}`;
const view = (userId: string, viewId: string, rest: string): string =>
  slack(userId, `views/${encodeURIComponent(viewId)}/${rest}`);

/** What a person does at the page; each rejects with `RequestFailure`. */
export const typeCommand = (userId: string, command: CommandTyped) => send('POST', slack(userId, 'commands'), command);

export const takeAction = (userId: string, action: ActionTaken) => send('POST', slack(userId, 'actions'), action);

export const wantOptions = (userId: string, wanted: OptionsWanted) =>
  send<{ options: Choice[] }>('POST', slack(userId, 'options'), wanted);

export const submitView = (userId: string, viewId: string, submitted: ViewSubmitted) =>
  send<SubmitOutcome>('POST', view(userId, viewId, 'submit'), submitted);

export const closeView = (userId: string, viewId: string) => send('POST', view(userId, viewId, 'close'));

export const openHome = (userId: string) => send('POST', slack(userId, 'home'));

export const sendText = (number: string, text: string) =>
  send('POST', `/sim/phones/${encodeURIComponent(number)}/texts`, { text });

export const changePhone = (number: string, change: { optedOut?: boolean; reachable?: boolean }) =>
  send('PUT', `/sim/phones/${encodeURIComponent(number)}`, change);

export const switchTrouble = (key: string, on: boolean) =>
  send('PUT', `/sim/troubles/${encodeURIComponent(key)}`, { on });

export const askLinkCode = (userId: string) =>
  send<LinkCode>('POST', `/sim/people/${encodeURIComponent(userId)}/link-code`);
