// Faults that a core like ours has had, or might have. `changes` are exact texts of the file, each found once, and what stands
// there instead. `rows` are what the fault violates. scripts/mutants.mjs tries them.

const in_ =
  (file) =>
  (name, rows, ...changes) => ({ name, rows: rows.split(' ').filter(Boolean), file, changes });

const connection = in_('src/core/connection.cpp');
const backoff = in_('src/core/backoff.cpp');
const closePolicy = in_('src/core/close_policy.cpp');
const heartbeat = in_('src/core/heartbeat.cpp');
const outbox = in_('src/core/outbox.cpp');
const router = in_('src/core/router.h');
const flatMap = in_('src/core/flat_map.h');
const history = in_('src/core/history.cpp');
const eventQueue = in_('src/core/event_queue.h');
const requests = in_('src/core/requests.cpp');
const rateLimiter = in_('src/core/rate_limiter.cpp');
const sender = in_('src/core/sender.cpp');
const client = in_('src/core/client.cpp');
const envelope = in_('src/wire/envelope.cpp');
const codec = in_('src/wire/codec.cpp');
const jsonText = in_('src/wire/json_text.cpp');

export const core = [
  connection('connection: an open of an old socket counts', 'F31 W1', [
    'if (state() != State::connecting || socket() != generation) return;',
    'if (state() != State::connecting) return;',
  ]),
  connection('connection: a close of an old socket counts', 'F31 W1 W8', [
    'if (socket() != generation) return;\n  credit_uptime();',
    'credit_uptime();',
  ]),
  connection('connection: an error of an old socket counts', 'F31', [
    'if (socket() != generation) return;\n  context_.events.push(port::Failure{',
    'context_.events.push(port::Failure{',
  ]),
  connection('connection: frames of an old socket count', 'F31', [
    'return listens() && socket() == generation;',
    'return listens();',
  ]),
  connection('connection: frames count after close()', 'F40', [
    'return state() == State::connected || state() == State::authenticating;',
    'return state() == State::connected || state() == State::authenticating || state() == State::closing;',
  ]),
  connection('connection: the back-off is reset on open', 'W10 F10', [
    'context_.events.push(port::Opened{socket});',
    'context_.events.push(port::Opened{socket});\n  backoff_.reset();',
  ]),
  connection('connection: a greeting proves the link', 'F10', [
    'if (context_.host.now() - since >= kGreetingTime) start_afresh();',
    'start_afresh();',
  ]),
  connection('connection: a message proves the link though nothing was sent', 'F10', [
    'connected != nullptr && connected->has_sent',
    'connected != nullptr',
  ]),
  connection('connection: a long life earns nothing', 'W10', [
    'context_.host.now() - connected->since >= config_.reconnect.stable_after',
    'false',
  ]),
  connection('connection: connect() keeps the spent budget', 'W11', [
    'start_afresh();\n  begin_dial();',
    'refused_before_ = false;\n  begin_dial();',
  ]),
  connection('connection: connect() while connecting dials again', 'F09', [
    'case State::connecting:\n    case State::authenticating:\n    case State::connected:\n      return;\n    case State::closing:\n      abandon_socket',
    'case State::authenticating:\n    case State::connected:\n      return;\n    case State::connecting:\n    case State::closing:\n      abandon_socket',
  ]),
  connection('connection: a closing socket is not left behind by connect()', 'F09', [
    'case State::closing:\n      abandon_socket(kNormalClosure, ErrorCode::none);\n      break;',
    'case State::closing:\n      break;',
  ]),
  connection('connection: an own disconnect() comes back', 'W1 W4', [
    'if (state() == State::closing) return set_state(Closed{});',
    '',
  ]),
  connection('connection: a hint puts a dial off', 'F21', [
    'if (reconnecting->next_dial && sooner >= *reconnecting->next_dial) return;',
    '',
  ]),
  connection('connection: refused credentials are tried for ever', 'F35 C6', [
    'std::exchange(refused_before_, true) || !config_.reconnect.enabled',
    '!config_.reconnect.enabled',
  ]),
  connection('connection: a token that ends every day ends the client', 'F35', [
    '  refused_before_ = false;\n}',
    '}',
  ]),
  connection('connection: an error while dialling waits for a close that never comes', 'F08', [
    'std::min(connecting->give_up, context_.host.now() + config_.close_timeout)',
    'connecting->give_up',
  ]),
  connection('connection: a dial that timed out stays open', 'F02', [
    'return drop_link(kNormalClosure, ErrorCode::connect_timeout);',
    'return after_loss({.code = kAbnormalClosure, .action = CloseAction::retry});',
  ]),
  connection('connection: an address that was asked for an older dial is dialled', 'F31 F35', [
    'connecting->is_dialled || connecting->socket != generation) return;',
    'connecting->is_dialled) return;',
  ]),
  connection('connection: an address that comes twice makes two sockets', 'F09', [
    'connecting->is_dialled || connecting->socket != generation) return;',
    'connecting->socket != generation) return;',
  ]),
  connection('connection: a decision about an older loss counts', 'F31', [
    '!reconnecting->undecided || generation != last_generation_',
    '!reconnecting->undecided',
  ]),
  connection('connection: a token is renewed when it has ended', 'F35', [
    'std::max(*lifetime - kRenewalLead, *lifetime / 2)',
    '*lifetime',
  ]),
  connection('connection: credentials are renewed only once', 'F35', [
    'connected->renew_at = renewal_of(lifetime);',
    '',
  ]),
  connection('connection: a no to fresh credentials is not heard', 'F35', [
    'return state() == State::authenticating || (connected != nullptr && connected->is_renewing);\n}\n\nbool Connection::listens()',
    'return state() == State::authenticating;\n}\n\nbool Connection::listens()',
  ]),
  connection('connection: asks on and on for what will never come', 'F35', [
    'if (is_final) {\n    fail(ErrorCode::auth_rejected);\n  } else {\n    schedule_retry(CloseAction::retry);\n  }\n}\n\nvoid Connection::renew',
    'schedule_retry(CloseAction::retry);\n}\n\nvoid Connection::renew',
  ]),
  connection('connection: the time for the address is taken from the dial', 'F02 F35', [
    'connecting->give_up = context_.host.now() + config_.connect_timeout;\n  open_socket',
    'open_socket',
  ]),
  connection('connection: a challenge out of the blue asks for credentials', 'S21', [
    'if (state() != State::authenticating) return false;\n  context_.events.push(port::CredentialsWanted{',
    'context_.events.push(port::CredentialsWanted{',
  ]),
  connection('connection: a frozen page keeps its plan', 'F19', [
    'std::get<Reconnecting>(state_).next_dial.reset();\n      return;\n    case State::idle:',
    'return;\n    case State::idle:',
  ]),
  connection('connection: the time that a server names is not kept', 'B30', [
    '.at_least = hint.value_or(Duration{0})',
    '.at_least = {}',
  ]),
  connection('connection: a close does not say why', 'B29', [
    'report_closed(code, reason, was_clean);\n  if (state() == State::closing)',
    'report_closed(code, {}, was_clean);\n  if (state() == State::closing)',
  ]),
  connection('connection: a socket that was given up tells a code that was never on the wire', 'F12', [
    'report_closed(kAbnormalClosure, why == ErrorCode::none',
    'report_closed(code, why == ErrorCode::none',
  ]),
  connection('connection: sub-protocols that are not understood are offered for ever', 'F06', [
    'offers_protocols_ = !offers_protocols_;',
    ';',
  ]),
  connection('connection: all come back in the moment that a server named', 'F24 W14 B30', [
    'std::min(*window + at_least, kMaxDelay)',
    'at_least > Duration{0} ? at_least : *window',
  ]),
  connection('connection: a hidden page dials', '', [
    'if (hidden_ && !config_.reconnect.while_hidden) {',
    'if (false) {',
  ]),
  connection('connection: an early timer dials', '', [
    'if (!due || context_.host.now() < *due) return;',
    'if (!due) return;',
  ]),
  connection('connection: destroy() leaves the socket open', 'F41', [
    'if (const auto open = socket()) context_.transport.abandon(*open, kNormalClosure, {});\n  state_',
    'state_',
  ]),
  connection('connection: every close was usable', 'C21', [
    'const bool was_open = state() == State::connected || (closing != nullptr && closing->was_usable);',
    'const bool was_open = closing == nullptr || closing->was_usable;',
  ]),

  backoff(
    'backoff: clamped after the jitter',
    'F24 W14',
    ['return std::min(window, longest);', 'return window;'],
    ['window < longest; ++failure', 'failure < 40; ++failure'],
    [
      'delay *= 1 - policy_.jitter + policy_.jitter * dice;',
      'delay = std::min(policy_.max_delay, delay * (1 - policy_.jitter + policy_.jitter * dice));',
    ],
  ),
  backoff('backoff: no jitter', 'W14 F24', ['delay *= 1 - policy_.jitter + policy_.jitter * dice;', '']),
  backoff('backoff: a fixed retry grows like any other', 'S1.101', [
    'action == CloseAction::retry_fixed ? first_window() : window()',
    'window()',
  ]),
  backoff('backoff: jitter drawn once', 'W14 F24', [
    'Duration delay{};',
    'Duration delay{};\n  static const double once = dice;\n  dice = once;',
  ]),
  backoff('backoff: one retry too many', 'S4.66', [
    'failures_ >= *policy_.max_attempts',
    'failures_ > *policy_.max_attempts',
  ]),
  backoff('backoff: the window never grows', 'S0.6', ['window = grown;', 'break;']),
  backoff('backoff: all come back at once from a restart', 'F12 F24', [
    'kRestartEarliest + (kRestartLatest - kRestartEarliest) * dice',
    'kRestartEarliest',
  ]),
  backoff('backoff: an overloaded server gets no time', 'F12', [
    'std::min(policy_.max_delay, kOverloadLongest) * (1 - policy_.jitter * dice / 2)',
    'window() * dice',
  ]),
  backoff(
    'backoff: delays over what a timer takes',
    'W13 B32',
    ['std::min(policy_.max_delay, kMaxDelay)', 'policy_.max_delay'],
    ['return std::clamp(delay, Duration{0}, kMaxDelay);', 'return delay;'],
  ),

  closePolicy('close policy: a restart is retried like any loss', 'F12 C6', [
    'return CloseAction::retry_restart;',
    'return CloseAction::retry;',
  ]),
  closePolicy('close policy: a policy violation is retried', 'F12 C6', ['case 1008:\n', '']),
  closePolicy('close policy: a bad request is retried for ever', 'F12', ['case 4400:\n', '']),
  closePolicy('close policy: the application has no say', 'C6', [
    'if (const CloseAction* found = policy.overrides.find(code)) return *found;',
    '',
  ]),
  closePolicy('close policy: 1001 may be sent', 'B28', [
    'code == kNormalClosure ||',
    'code == kNormalClosure || code == 1001 ||',
  ]),
  closePolicy('close policy: a reason is cut inside a code point', 'B28', [
    'while (end > 0 && is_continuation_byte(reason[end])) --end;',
    '',
  ]),

  heartbeat('heartbeat: a late timer kills', 'F16 F17', [
    'const bool was_asleep = now - wait_->give_up > kLate;',
    'const bool was_asleep = false;',
  ]),
  heartbeat('heartbeat: a second chance, and a third', 'F17', [
    'if (!was_asleep || wait_->is_second_chance) return Action::dead;',
    'if (!was_asleep) return Action::dead;',
  ]),
  heartbeat('heartbeat: other frames are no sign of life', 'F13 F23', [
    'if (policy_ && !policy_->strict) has_heard_ = true;',
    '',
  ]),
  heartbeat('heartbeat: any frame will do, though strict', 'F14', [
    'if (policy_ && !policy_->strict) has_heard_ = true;',
    'has_heard_ = true;',
  ]),
  heartbeat('heartbeat: what was heard before the ping counts', 'F13', [
    'has_heard_ = false;\n  ++ping_count_',
    '++ping_count_',
  ]),
  heartbeat('heartbeat: the answer to an older ping counts', 'F14', [
    'if (policy_ && policy_->ids && id != ping_id()) return;',
    '',
  ]),
  heartbeat('heartbeat: a doubt waits as long as any ping', 'F15', [
    'wait_->give_up = std::min(wait_->give_up, now + patience);',
    '',
  ]),
  heartbeat('heartbeat: goes on when the link is gone', 'F13', [
    'void Heartbeat::stop() {\n  next_ping_.reset();\n  wait_.reset();',
    'void Heartbeat::stop() {\n  wait_.reset();',
  ]),
  heartbeat('heartbeat: round trips of the whole life', '', [
    'samples_[sample_count_++ % samples_.size()]',
    'samples_[sample_count_++ == 0 ? 0 : 1]',
  ]),

  outbox('outbox: bytes that left still count', 'F25', ['queue_of(item).bytes -= item.bytes;', '']),
  outbox('outbox: bytes that were cleared still count', 'F25', [
    'queue.items.clear();\n    queue.bytes = 0;',
    'queue.items.clear();',
  ]),
  outbox('outbox: displaces in silence', 'C14 W31', [
    'admission.displaced.push_back(displace());',
    'displace();',
  ]),
  outbox('outbox: one message over the cap', 'F25 W25', [
    'return size_ < limits_.max_count',
    'return size_ <= limits_.max_count',
  ]),
  outbox('outbox: bytes have no cap', 'F25 W25', [
    'return size_ < limits_.max_count && bytes() + more_bytes <= limits_.max_bytes;',
    'return size_ < limits_.max_count;',
  ]),
  outbox('outbox: drops the oldest though told to refuse', 'C14', ['return kPriorityCount;', 'return own;']),
  outbox('outbox: drops the oldest though told to drop the newest', 'C14', [
    'limits_.overflow == Overflow::drop_newest;',
    'false;',
  ]),
  outbox('outbox: a message displaces a more important one', 'C14', [
    'case Overflow::drop_oldest:\n      return own;',
    'case Overflow::drop_oldest:\n      return 0;',
  ]),
  outbox('outbox: last in, first out', 'F37 W30', [
    'queue.items.push_back(item);',
    'queue.items.push_front(item);',
  ]),
  outbox('outbox: the least important leaves first', '', [
    'queues_.data();\n  while (queue->items.empty()) ++queue;',
    '&queues_.back();\n  while (queue->items.empty()) --queue;',
  ]),
  outbox('outbox: what has expired is sent', '', ['item.expiry && *item.expiry <= now;', 'false;']),
  outbox('outbox: expires a moment late', '', ['*item.expiry <= now;', '*item.expiry < now;']),
  outbox('outbox: one expiry makes the others forgotten', '', [
    '} else {\n        expect_expiry(item);\n      }',
    '}',
  ]),
  outbox('outbox: what was cancelled still counts', 'F25', ['forget(*found);', '']),

  router('router: the wildcard swallows what has a handler', 'S2.22 C22', [
    'if (const Route* found = routes_.find(type)) return *found;',
    'if (wants_all_) return Route::wildcard;\n    if (const Route* found = routes_.find(type)) return *found;',
  ]),
  router('router: unsubscribing is forgotten', 'C22', ['routes_.erase(type);', 'static_cast<void>(type);']),
  router('router: the first route stays', 'C22', [
    'routes_.insert_or_assign(',
    'if (!routes_.find(type)) routes_.insert_or_assign(',
  ]),

  flatMap('flat map: what is put in goes to the end', 'C22', [
    'at > place; --at) std::swap(entries_[at], entries_[at - 1])',
    'at > entries_.size(); --at) std::swap(entries_[at], entries_[at - 1])',
  ]),
  flatMap('flat map: a key that is not there takes the next one along', 'C22', [
    'if (!holds(place, key)) return;',
    'if (place == entries_.size()) return;',
  ]),

  history('history: one message over the cap', 'C15 W43', [
    'size_ >= limits_.max_count ||',
    'size_ > limits_.max_count ||',
  ]),
  history('history: bytes have no cap', 'C15 W43', [
    ' || bytes_ + bytes > limits_.max_bytes) drop_front',
    ') drop_front',
  ]),
  history('history: a ring that grows loses its order', 'C15', [
    'wider[index] = ring_[place(index)]',
    'wider[index] = ring_[index]',
  ]),
  history('history: what was cleared still counts', 'C15', ['size_ = 0;\n  bytes_ = 0;', 'size_ = 0;']),

  eventQueue('event queue: a call from inside a call tells as well', 'F39', ['if (flushing_) return;', '']),
  eventQueue('event queue: told, and told again', 'F39', [
    'for (; !events_.empty(); events_.pop_front()) listener.on_event(events_.front());',
    'for (const port::Event& event : events_) listener.on_event(event);',
  ]),
  eventQueue('event queue: what a listener causes waits for the next entry', 'F39', [
    'for (; !events_.empty(); events_.pop_front())',
    'for (auto left = events_.size(); left > 0; --left, events_.pop_front())',
  ]),

  client('client: credentials that the socket refused have left', 'C25', [
    'connection_.on_credentials_sent(lifetime);',
    ';\n  connection_.on_credentials_sent(lifetime);',
  ]),
  client('client: a page that wakes goes on as if nobody looked', 'F21', [
    'if (hint == port::Hint::awake) connection_.set_hidden(false);',
    '',
  ]),
  client('client: tells before it is consistent', 'F39', [
    'notice_state();\n  sender_.pump();\n  schedule();\n  empty_passage();\n  passage_.is_open = may_pass() ? 1 : 0;\n  assert(is_consistent());\n  events_.flush(listener_);',
    'events_.flush(listener_);\n  notice_state();\n  sender_.pump();\n  schedule();\n  empty_passage();\n  passage_.is_open = may_pass() ? 1 : 0;\n  events_.flush(listener_);',
  ]),
  sender('sender: overtakes what is queued', 'F37 W30', [
    'if (outbox_.empty() && hand_over(receipt))',
    'if (hand_over(receipt))',
  ]),
  sender('sender: sends into a clogged socket', 'F25', [
    'offer(*socket, receipt, most_buffered)',
    'offer(*socket, receipt, most_buffered * 0 - 1)',
  ]),
  sender('sender: a clogged socket is used at the first gap', 'F25', [
    'congested_ ? limits_.low_water_mark : limits_.high_water_mark',
    'limits_.high_water_mark',
  ]),
  client('client: a new socket is as clogged as the last', 'F25', ['sender_.on_connected();', '']),
  sender('sender: a message that was not taken is lost', 'W31', [
    'if (!hand_over(next)) return plan_next_look();',
    'if (!hand_over(next)) return outbox_.pop(), plan_next_look();',
  ]),
  sender('sender: what has expired costs others the place', 'C14', [
    'drop_expired();\n  if (options.ttl',
    'if (options.ttl',
  ]),
  sender('sender: nothing wakes it when a message expires', '', [
    'return look_again_ && (!expiry || *look_again_ < *expiry) ? look_again_ : expiry;',
    'return look_again_;',
  ]),
  sender('sender: never looks again at a clogged socket', 'F25', [
    'look_again_ = now + kCongestionPoll;',
    ';',
  ]),
  sender('sender: a message leaves and stays', 'W31', [
    'outbox_.pop();\n  }\n  look_again_',
    '}\n  look_again_',
  ]),
  sender('sender: ten thousand messages leave in one piece', 'F37', ['count == kSliceCount ||', '']),
  sender('sender: a slice takes as long as it takes', '', ['>= kSliceTime', '< Duration{0}']),
  sender('sender: each call between two slices begins another one', '', [
    'if (is_resting_ && begin < *look_again_) return;',
    '',
  ]),
  sender('sender: a page that nobody sees waits for its slow timers', '', [
    'count == 0 || context_.connection.is_hidden()',
    'count == 0',
  ]),
  sender('sender: the size of what waits is not counted', 'F25 W25', [
    '.bytes = context_.transport.hold(receipt),',
    '.bytes = (context_.transport.hold(receipt), 0),',
  ]),
  sender('sender: what is over the rate limit leaves', 'C34 S3.108', [
    '!socket || (rate_limiter_ && !rate_limiter_->is_open(context_.host.now()))',
    '!socket',
  ]),
  sender('sender: asks again and again while the window is closed', 'C34', [
    'look_again_ = rate_limiter_->opens_at();',
    'look_again_ = now + kCongestionPoll;',
  ]),
  sender('sender: what the socket refused counts against the rate limit', 'C34 W31', [
    'if (handover != port::Handover::taken) return false;\n  if (rate_limiter_)',
    'if (handover != port::Handover::taken) return rate_limiter_ ? rate_limiter_->on_sent(context_.host.now()), false : false;\n  if (rate_limiter_)',
  ]),
  rateLimiter('rate limiter: the window stands still', 'C34', [
    'oldest_ = (oldest_ + 1) % limit_.count;',
    '',
  ]),
  rateLimiter('rate limiter: one too many', 'C34 S3.108', [
    'if (sent_.size() < limit_.count) return std::nullopt;',
    'if (sent_.size() <= limit_.count) return std::nullopt;',
  ]),
  client('client: connects unasked', 'C13', ['config_.connect_on_send && is_at_rest', 'is_at_rest']),
  client('client: a message waits for ever behind a closing link', 'C13 S1.53', [
    'return state == State::idle || state == State::closing ||',
    'return state == State::idle ||',
  ]),
  client('client: keeps what nobody will come for', 'W28', [
    'if (now == State::failed) sender_.withdraw_all(connection_.failure());',
    '',
  ]),
  client('client: the next user sends what the last one wrote', 'W26', [
    'if (!config_.outbox.keep_on_disconnect) sender_.withdraw_all(ErrorCode::disconnected);',
    '',
  ]),
  client('client: credentials go to a socket that is gone', 'C25 F31', [
    'if (!connection_.wants_credentials(generation)) return;',
    'if (!connection_.awaits_verdict()) return;',
  ]),
  client('client: the heartbeat outlives the link', 'F13', ['heartbeat_.stop();', ';']),
  client('client: the timer outlives the client', 'F41', ['if (timer_) host_.clear_timer();', '']),
  client('client: a timer that fired early is not set again', '', [
    'timer_.reset();\n  connection_.on_deadline();',
    'connection_.on_deadline();',
  ]),
  client("client: forgets the heartbeat's deadline", 'F13', ['{heartbeat_.deadline(), ', '{']),
  client('client: a hint revives what was closed', 'F21', [
    'connection_.hasten(kHintSpread * host_.random());',
    'connection_.connect();',
  ]),
  client('client: offline dials', 'F21', [
    'case port::Hint::offline:\n      return probe();',
    'case port::Hint::offline:\n      connection_.hasten(kHintSpread * host_.random());\n      return probe();',
  ]),
  client('client: a sleep goes unnoticed', 'F17', ['if (has_slept()) probe();', '']),
  client('client: a frozen page keeps its socket', 'F19', ['return connection_.suspend();', 'return;']),
  client('client: hints make all clients dial in the same moment', 'F21 W14', [
    'kHintSpread * host_.random()',
    'Duration{0}',
  ]),
  client('client: stale frames are not counted', 'F31', [
    '++counters_.stale;\n    return false;',
    'return false;',
  ]),
  client('client: a settled text of an old socket counts', 'F31', [
    'if (!accepts_frame(generation)) return {.disposition = Disposition::stale};\n  return count_message',
    'return count_message',
  ]),
  client('client: a settled text hides the answer to a ping', 'F14', [
    'if (must_see_all()) return {.disposition = Disposition::needs_whole};',
    '',
  ]),
  client('client: of two types the first is settled by the last', 'B06', [
    'envelope.begins_with_type && !is_awaited',
    '!is_awaited',
  ]),
  client('client: the answer to credentials becomes settled', 'F03', [
    'return !config_.auth ||',
    'return true ||',
  ]),

  requests('requests: what was not sent is answered', 'F36', [
    'return open.is_sent && open.answer_id == answer_id;',
    'return open.answer_id == answer_id;',
  ]),
  requests('requests: an answer leaves its request open', 'F36', [
    'return open_.erase(place);',
    'return std::next(place);',
  ]),
  requests('requests: a late reply is a second one', 'F36', [
    'counts_.double_replies : counts_.late_replies',
    'counts_.late_replies : counts_.double_replies',
  ]),
  requests('requests: what waits fails with a link that it was not sent on', '', [
    'place->is_sent ? fail(place, why, now) : std::next(place)',
    'fail(place, why, now)',
  ]),
  requests('requests: the first one to be due is not the first', 'F36', [
    'while (place != open_.begin() && std::prev(place)->deadline > request.deadline) --place;',
    '',
  ]),
  requests('requests: sent though nobody waits any more', 'F36', [
    'if (!open_.front().is_sent) waiting.push_back(open_.front().receipt);',
    '',
  ]),
  requests('requests: looks for ids for ever', '', [
    'while (!settled_.empty() && settled_.front().forgotten <= now) settled_.pop_front();',
    '',
  ]),
  requests(
    'requests: of two with one id the older one tells who is late',
    'F36',
    ['std::find_if(settled_.rbegin(), settled_.rend(),', 'std::find_if(settled_.begin(), settled_.end(),'],
    ['settled != settled_.rend()', 'settled != settled_.end()'],
  ),
  requests('requests: who matches wants all for ever', 'G8', ['    --matching_;\n', '']),
  requests('requests: what is matched has failed', 'G8', [
    'settle(place, true, now);\n}\n\nRequestId',
    'settle(place, false, now);\n}\n\nRequestId',
  ]),
  requests('requests: sent though it was cancelled', '', [
    'place->is_sent ? std::nullopt : std::optional(place->receipt);',
    'std::optional<ReceiptId>();',
  ]),
  client('client: a request that waits passes for sent', 'F36', [
    '.is_sent = outcome.delivery == port::Delivery::sent',
    '.is_sent = true',
  ]),
  requests('requests: no end of them', 'S8', ['return open_.size() >= kMostOpen;', 'return false;']),
  sender('sender: a request outlives its message', 'F36', [
    'context_.requests.on_dropped(receipt, why);',
    '',
  ]),
  sender('sender: a request that has waited cannot be answered', 'F36', [
    'context_.requests.on_sent(next);',
    '',
  ]),
  client('client: nothing wakes it when a request is over', 'F36', [', requests_.deadline()}', '}']),
  client('client: a request outlives its link', 'S3.75', [
    'if (before == State::connected) {',
    'if (false) {',
  ]),
  client('client: who disconnects is told of a lost link', 'S3.75', [
    'is_own_wish ? ErrorCode::disconnected : ErrorCode::connection_lost',
    'ErrorCode::connection_lost',
  ]),
  client('client: an answer that nobody subscribed to is dropped', 'S3.31', [
    'count_message(is_awaited ? Route::wildcard : route,',
    'count_message(route,',
  ]),
  client('client: what only a request awaited is wanted for ever', '', [
    'envelope.begins_with_type && !is_awaited && is_settled',
    'envelope.begins_with_type && is_settled',
  ]),
  client('client: who matches does not see what is settled', 'G8', [
    'return requests_.wants_all() || !wanted_id_key().empty();',
    'return !wanted_id_key().empty();',
  ]),
  client('client: what passes is no sign of life', 'W53', [
    'counters_.received - before};\n  heartbeat_.on_frame();',
    'counters_.received - before};',
  ]),
  client('client: what may prove the link passes', 'W10', ['!connection_.learns_from_messages() && ', '']),
  client('client: what passes is not kept', 'S4.120', [
    '  record_passed();\n  last_sequence_',
    '  last_sequence_',
  ]),
  client('client: what passes is kept under the number before', 'S4.120', ['+ 1 + index}', '+ index}']),
  client('client: history is asked before it knows what passed', 'C15', [
    'count_passed();\n  return history_.oldest();',
    'return history_.oldest();',
  ]),
  client('client: what passed outlives the end of history', 'S4.120', [
    'count_passed();\n  history_.clear();',
    'history_.clear();',
  ]),
  client('client: who holds the texts of what passes is not told which may go', 'F26', [
    'static_cast<double>(raw(history_.oldest()));',
    '0;',
  ]),
  client('client: as much passes as history holds', 'C15', [
    'std::min(config_.history.max_bytes, Passage::kMostBytes)',
    'config_.history.max_bytes',
  ]),
  client('client: answers pass', 'F36', [' &&\n         !must_see_all();', ';']),
  client('client: messages wait while others pass', 'F37', ['sender_.queued_count() == 0 &&\n', '\n']),

  envelope('envelope: a nested type counts', 'C28 B24', ['++depth;', ';']),
  envelope('envelope: an escaped quote ends a string', 'S7', [
    'if ((quote - run) % 2 == 0) {',
    'if (quote >= run) {',
  ]),
  envelope('envelope: what follows the object is ignored', 'B02 B09', [
    'if (!cursor_.at_end()) found_ = {.result = ScanResult::malformed};',
    '',
  ]),
  envelope('envelope: the first of two types wins', 'B06 S7', [
    'return is_missing || extent_ == Extent::whole;',
    'return is_missing;',
  ]),
  envelope('envelope: a type ends the search for an id', 'F36', [
    '!is_type_missing_ && !is_id_missing_; }',
    '!is_type_missing_; }',
  ]),
  envelope('envelope: a beginning that is cut is malformed', 'F45', [
    'extent_ == Extent::prefix && cursor_.at_end()',
    'false',
  ]),
  codec('codec: a type is not escaped', 'B23', [
    'append_quoted(out, type);',
    "out.push_back('\"');\n  out.append(type);\n  out.push_back('\"');",
  ]),
  jsonText('json text: control characters as they are', 'B16', ['< 0x20', '< 0x0A']),
  jsonText('json text: half a surrogate pair is text', 'B13', [
    'if (!second || !is_low_surrogate(*second)) return std::nullopt;',
    'if (!second) return std::nullopt;',
  ]),
];
