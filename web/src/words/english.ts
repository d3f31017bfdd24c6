import { englishAccount } from './english-account.js';
import { englishNav } from './english-nav.js';
import { englishProblems } from './english-problems.js';

/** Every text of the app. */
export const english = {
  appName: 'Clinic sessions',
  shell: {
    skip: 'Skip to the content',
    toOtherLanguage: 'Español',
    useDark: 'Use the dark theme',
    useLight: 'Use the light theme',
    home: 'Start page',
    account: 'Account',
    signIn: 'Sign in',
    signOut: 'Sign out',
    offline: 'You are offline. What you see may be old, and nothing can be sent.',
    loading: 'Loading …',
    failedTitle: 'This could not be shown',
    crashed: 'Something went wrong on this page.',
    unreachable: 'The clinic’s server does not answer. Check your connection and try again.',
    retry: 'Try again',
    reload: 'Reload the page',
    notFoundTitle: 'There is nothing here',
    notFound: 'The address may be mistyped, or the page has moved.',
    toStart: 'To the start page',
  },
  home: {
    welcomeTitle: 'Sessions at the clinic',
    welcome: 'Sign in to see to your account, or sign up as a patient.',
    hello: (name: string) => `Hello, ${name}`,
    whatNow: 'What you can do now',
    goodToKnow: 'Good to know',
    seeAccount: 'See your account',
    PATIENT: [
      'The clinic books your sessions: call or write, and it offers you a time. You see them under Sessions.',
      'You are told about each session by email, and by text message if you like. Answer a text with 1 to confirm, 2 if you cannot come, or 3 to ask for another time.',
      'On your account page you keep your name, phone and language up to date, and choose whether you get texts.',
    ],
    SECRETARY: [
      'Book in Slack with /session book, see the day with /session today, and what waits with /session pending.',
      'Outcomes and tasks come to the front desk’s Slack channel.',
      'Link your Slack account on your account page, so that the bot knows you.',
    ],
    DOCTOR: [
      'Requests come to you in Slack as cards: approve, reject, or suggest another time there.',
      'The bot’s Home tab in Slack shows your day and what waits for you; /session off enters time off.',
      'Link your Slack account on your account page, so that the bot knows you.',
    ],
    ADMIN: [
      'Every change that you make here is recorded in the audit, with your name.',
      'In Slack you can do what secretaries do, once your Slack account is linked on your account page.',
    ],
  },
  fields: {
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    current: 'Present password',
    fullName: 'Full name',
    phone: 'Phone',
    phoneOptional: 'Phone (optional)',
    timeZone: 'Time zone',
    language: 'Language of mails and texts',
    token: 'Code from the mail',
    passwordHint: 'At least 8 characters and hard to guess: three or four unrelated words do well.',
    phoneHint: 'With the country code, like +1 555 010 0123.',
    tokenHint: 'The long code below the link in the mail.',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show the password',
    languages: { en: 'English', es: 'Español' },
  },
  faults: {
    required: 'Please fill this in.',
    email: 'Please enter an address like name@example.com.',
    phone: 'Please enter the number with its country code, like +1 555 010 0123.',
    tooShort: 'Please use at least 8 characters.',
    tooLong: 'This is too long.',
  },
  /** What the API held against a field; `message` are its English words, which follow the name of the field. */
  refused: {
    password: (message: string): string =>
      message.includes('signed up with')
        ? 'The clinic has a record for this address already, so please give the password that you signed up with.'
        : `This password ${message}`,
    current: (_message: string) => 'This is not your present password.',
    email: (_message: string) => 'This address is not accepted.',
    phone: (message: string): string =>
      message.includes('no text messages')
        ? 'This number has asked for no texts. Text START to us from that phone, or switch texts on in your account, and try again.'
        : 'This number is not accepted.',
    code: (message: string): string =>
      message.includes('newest text')
        ? 'This is not the code of our newest text; please look again.'
        : 'This code is not good any more: used, expired or mistyped too often. Please ask for a new one.',
    fullName: (_message: string) => 'This name is not accepted.',
    timeZone: (_message: string) => 'This time zone is not known.',
    token: (_message: string) => 'This link or code is not valid, or no longer: it works once, and not for long.',
    other: (_message: string) => 'This is not accepted.',
  },
  emailTaken: 'There is an account with this address.',
  countdown: { wait: 'Try again in', over: 'You can try again now.' },
  problems: englishProblems,
  nav: englishNav,
  time: { yours: (when: string) => `${when} where you are` },
  ...englishAccount,
};

/** What a language has to say. */
export type Words = typeof english;
