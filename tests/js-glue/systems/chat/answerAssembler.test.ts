import { AnswerAssembler } from 'chatwire/chat/client';
import { describe, expect, it } from 'vitest';

describe('AnswerAssembler', () => {
  it('S1.85 joins the pieces of an answer', () => {
    const answers = new AnswerAssembler();
    const texts = ['a', 'b', 'c'].map((response) => answers.add({ response }).text);
    expect(texts).toEqual(['a', 'ab', 'abc']);
  });

  it('S1.86 takes text and calls of tools out of one frame', () => {
    const answers = new AnswerAssembler();
    answers.add({ tool_calls: [{ name: 'first' }] });
    expect(
      answers.add({ response: 'a', tool_calls: [{ name: 'second' }], conversation_id: undefined }),
    ).toEqual({
      conversationId: undefined,
      text: 'a',
      toolCalls: [{ name: 'first' }, { name: 'second' }],
      isComplete: false,
    });
  });

  it('W45 keeps the answers of two conversations apart, and the next one from the last', () => {
    const answers = new AnswerAssembler();
    answers.add({ response: 'a', conversation_id: 'x' });
    answers.add({ response: 'b', conversation_id: 'y' });
    expect(answers.add({ response: '', conversation_id: 'x', done: true })).toMatchObject({
      ...{ conversationId: 'x', text: 'a', isComplete: true },
    });
    expect(answers.add({ response: 'c', conversation_id: 'x' }).text).toBe('c');
    expect(answers.add({ response: 'd', conversation_id: 'y' }).text).toBe('bd');
  });

  it('W45 G4 hears from the application how answers end, where the server says it otherwise or not at all', () => {
    const answers = new AnswerAssembler((message) => message['final'] === 1);
    expect(answers.add({ response: 'a', done: true }).isComplete).toBe(false);
    expect(answers.add({ response: 'b', final: 1 })).toMatchObject({ text: 'ab', isComplete: true });
    answers.add({ response: 'c' });
    answers.end();
    expect(answers.add({ response: 'd' }).text).toBe('d');
  });
});
