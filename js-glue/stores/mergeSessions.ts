import type { ChatMessage, ChatSession } from './chatState.ts';

type Sessions = readonly ChatSession[];

/**
 * What two pages make of the chats that they keep in one place. Whoever changed something since both had the same has it so;
 * where both did, this page. What one has deleted stays deleted.
 *
 * @param base As this page had them when both had the same: the very objects, since what did not change was not replaced.
 * @param own As this page has them.
 * @param other As the other page has written them.
 */
export function mergeSessions(base: Sessions, own: Sessions, other: Sessions): ChatSession[] {
  const [before, there] = [byId(base), byId(other)];
  const here = byId(own);
  const kept = own.flatMap((session) => {
    const theirs = there.get(session.id);
    if (theirs) return [mergeSession(before.get(session.id), session, theirs)];
    return before.has(session.id) ? [] : [session];
  });
  return [...kept, ...other.filter(({ id }) => !here.has(id) && !before.has(id))];
}

function mergeSession(base: ChatSession | undefined, own: ChatSession, other: ChatSession): ChatSession {
  return {
    ...own,
    title: own.title === base?.title ? other.title : own.title,
    workflows: own.workflows === base?.workflows ? other.workflows : own.workflows,
    messages: mergeMessages(base?.messages ?? [], own.messages, other.messages),
  };
}

/** What is missing there is no sign: not all that a page has is written. */
function mergeMessages(
  base: readonly ChatMessage[],
  own: readonly ChatMessage[],
  other: readonly ChatMessage[],
): ChatMessage[] {
  const [before, here, there] = [byId(base), byId(own), byId(other)];
  const kept = own.map((each) => (each === before.get(each.id) ? (there.get(each.id) ?? each) : each));
  return [...kept, ...other.filter(({ id }) => !here.has(id) && !before.has(id))];
}

function byId<Each extends { readonly id: string }>(list: readonly Each[]): Map<string, Each> {
  return new Map(list.map((each) => [each.id, each]));
}
