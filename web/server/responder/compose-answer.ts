import { findCalculation, type Calculation } from './arithmetic.js';
import type { Turn } from './responder.js';
import { keywordsOf, sentencesOf, shorten, summaryOf, wordsOf } from './text-facts.js';
import { findTopic } from './topics.js';

/** From here on a message is summarised rather than quoted. */
const LONG_MESSAGE_WORDS = 60;

/** One way to answer. Undefined: the message is not of this kind. */
type Rule = (message: string, history: readonly Turn[], now: Date) => string | undefined;

/** In order of precedence; the last one always answers. */
const RULES: readonly Rule[] = [greet, recall, count, summarise, calculate, tellTime, explain, restate];

/** Writes an answer about a message with plain rules: no model, no network, and no claim that is not true. */
export function composeAnswer(message: string, history: readonly Turn[], now: Date): string {
  for (const rule of RULES) {
    const answer = rule(message, history, now);
    if (answer !== undefined) return answer;
  }
  return restate(message);
}

/** The sum that a message asks for. */
export function askedCalculation(message: string): Calculation | undefined {
  const sum = findCalculation(message);
  // A fraction in passing is no question: the sum must be asked for, or be most of the message.
  const isAsked = /\b(what|how much|calculate|compute|work out|solve)\b|=/i.test(message);
  return sum && (isAsked || sum.expression.length * 2 >= message.trim().length) ? sum : undefined;
}

function greet(message: string): string | undefined {
  if (
    /^\W*(hi|hello|hey|good (morning|afternoon|evening))\b/i.test(message) &&
    wordsOf(message).length <= 4
  ) {
    return (
      'Hello! I am the responder built into the reference server: a few rules, no language model. Ask me about ' +
      'Chatwire, give me a sum such as 12 * (3 + 4), or paste a text to summarise. "Deploy the docs" starts a workflow.'
    );
  }
  if (/^\W*(thanks|thank you|thx)\b/i.test(message))
    return 'You are welcome. Cut the line and write again, if you like.';
  if (/\b(what|how) can (you|i)\b.*\b(do|ask|help)\b|^\W*help\W*$/i.test(message)) {
    return (
      'I can explain how Chatwire works, work out sums, tell the time, count the words of a text, summarise it, ' +
      'recall what you said before, and rehearse a workflow ("install the package").'
    );
  }
  return undefined;
}

function recall(message: string, history: readonly Turn[]): string | undefined {
  if (!/\bwhat (did|have) i\b.*\b(say|said|ask|asked|write|written|wrote)\b/i.test(message)) return undefined;
  const earlier = history.filter(({ role }) => role === 'user').map(({ text }) => text);
  const last = earlier.at(-1);
  if (last === undefined) return 'Nothing yet: that was your first message in this chat.';
  const number = earlier.length === 1 ? 'one message' : `${earlier.length} messages`;
  return `I remember ${number} of yours. The last one was: "${shorten(last, 200)}".`;
}

function count(message: string): string | undefined {
  if (!/\b(count|how many)\b.*\b(words|characters|letters)\b/i.test(message)) return undefined;
  const text = textAfterColon(message) ?? message;
  const sentences = sentencesOf(text).length;
  return `"${shorten(text, 60)}" has ${wordsOf(text).length} words, ${[...text].length} characters and ${sentences} ${
    sentences === 1 ? 'sentence' : 'sentences'
  }.`;
}

function summarise(message: string): string | undefined {
  const isAsked = /^\W*(please |can you |could you )*(summari[sz]e|shorten|give me a summary|tl;?dr)/i.test(
    message,
  );
  const words = wordsOf(message).length;
  if (!isAsked && words < LONG_MESSAGE_WORDS) return undefined;
  const text = textAfterColon(message) ?? message;
  const about = keywordsOf(text, 4).join(', ');
  return `In short: ${shorten(summaryOf(text, 2), 600)} (${wordsOf(text).length} words, mostly about ${about}.)`;
}

function calculate(message: string): string | undefined {
  const sum = askedCalculation(message);
  return sum && `${sum.expression} = ${Number(sum.value.toPrecision(12))}.`;
}

function tellTime(message: string, _history: readonly Turn[], now: Date): string | undefined {
  if (!/\bwhat('s| is)? (the )?(current )?(time|date|day)\b|\btime is it\b|\btoday's date\b/i.test(message)) {
    return undefined;
  }
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' }).format(now);
  return `By the server's clock it is ${now.toISOString().slice(11, 19)} UTC on ${day}.`;
}

function explain(message: string): string | undefined {
  const topic = findTopic(message);
  return topic && `${topic.answer} Next step: ${lowerFirst(topic.next)}`;
}

/** Nothing known about it: say what arrived, so that the user sees that it arrived whole. */
function restate(message: string): string {
  const words = wordsOf(message).length;
  const keywords = keywordsOf(message, 3);
  const about = keywords.length > 0 ? ` It is about ${keywords.join(', ')}.` : '';
  const isQuestion = /\?\s*$/.test(message);
  const lead = isQuestion ? 'I have no answer to that, only rules about Chatwire.' : 'Received.';
  return (
    `${lead} You wrote "${shorten(message, 160)}": ${words} ${words === 1 ? 'word' : 'words'}.${about} ` +
    'Next step: ask me how Chatwire reconnects or queues, or set LLM_BASE_URL for a model that knows more.'
  );
}

/** "Summarise: some text" is about the text. */
function textAfterColon(message: string): string | undefined {
  const text = /^[^:\n]{0,60}:\s*([^]+)$/.exec(message)?.[1]?.trim();
  return text === '' ? undefined : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
