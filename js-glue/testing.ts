/**
 * A server, a clock and faults for the tests of applications.
 *
 * @module chatwire/testing
 */
export { MockClock, createMockClock } from './testing/mockClock.ts';
export { MockCloseEvent } from './testing/closeEvent.ts';
export type { Data } from './testing/data.ts';
export type { Duration } from './testing/duration.ts';
export type { FaultScript, PlannedFaults } from './testing/faultScript.ts';
export { installWebSocket } from './testing/install.ts';
export type { Dial, Ending, MockConnection } from './testing/mockConnection.ts';
export {
  MockServer,
  type MockServerOptions,
  type ReceivedHandler,
  type ReceivedMessage,
} from './testing/mockServer.ts';
export { MockWebSocket } from './testing/mockWebSocket.ts';
export { preload } from './testing/preload.ts';
export { Recorder, recordTraffic, type RecorderOptions } from './testing/recorder.ts';
export {
  formatRecording,
  parseRecording,
  type RecordedEvent,
  type RecordedFrame,
  type Recording,
} from './testing/recording.ts';
export { redactMembers, type Redact } from './testing/redact.ts';
export type { Replay, ReplayOptions } from './testing/replay.ts';
