import type { MessageMap } from '../messages/messageMap.ts';
import type { NeutralEvent, NeutralSource } from '../profiles/profile.ts';
import type { Message } from './message.ts';

/** The types that the server may send; one of no name stands for frames without a type. */
export type ServerType<Messages extends MessageMap> = Exclude<keyof Messages['server'] & string, ''>;

/** The types that the client may send. */
export type ClientType<Messages extends MessageMap> = keyof Messages['client'] & string;

/** A received message: of one type, or of any. Told apart by its `type`. */
export type MessageOf<
  Messages extends MessageMap,
  Type extends keyof Messages['server'] = keyof Messages['server'],
> = string extends Type
  ? Message
  : { [Each in Type & string]: Message<Messages['server'][Each], Each> }[Type & string];

/** Any text where all types are allowed, and nothing where they are listed. */
export type AnyType<Type extends string> = string extends Type ? string : never;

/** What follows the type in `send()` and `request()`: the payload may be left out only where there need be none. */
export type PayloadAnd<Payload, Options> = undefined extends Payload
  ? [payload?: Payload, options?: Options]
  : [payload: Payload, options?: Options];

/** A frame that is sent as it is. */
export type FrameOf<Messages extends MessageMap> = Messages extends { frame: infer Frame extends object }
  ? Frame
  : object;

/** Any meaning where nobody has said which messages have it, and nothing where that is known. */
export type AnyMeaning<Messages extends MessageMap> = Messages extends { events: object }
  ? never
  : NeutralEvent;

/** A message that means this: of any of the types that do, or a frame that has the member. None where none does. */
export type Meaning<Messages extends MessageMap, Event extends NeutralEvent> = Messages extends {
  events: Readonly<Record<Event, readonly (infer Source extends NeutralSource)[]>>;
}
  ? FromSource<Messages['server'], Source>
  : never;

type FromSource<Server extends object, Source extends NeutralSource> = Source extends keyof Server
  ? Message<Server[Source], Source & string>
  : Source extends { has: infer Key extends string }
    ? Message<Having<Server[keyof Server], Key>>
    : never;

type Having<Frame, Key extends string> = Key extends keyof Frame
  ? Frame & Record<Key, NonNullable<Frame[Key]>>
  : never;
