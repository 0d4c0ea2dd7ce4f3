import { Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { passing, validating } from './byHand.mjs';

const checker = TypeCompiler.Compile(
  Type.Object({
    chat_id: Type.String(),
    index: Type.Integer(),
    model: Type.String(),
    delta: Type.String(),
    sources: Type.Optional(Type.Array(Type.Object({ path: Type.String(), line: Type.Integer() }))),
  }),
);

export const open = (settings) =>
  validating(
    settings,
    passing((payload) => checker.Check(payload)),
  );
