import type { UiStore } from 'chatwire/stores';
import { useId, type ToggleEvent } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../../ui/Icon.tsx';
import { NotificationItem } from '../../ui/NotificationItem.tsx';
import { requestNotification } from './requestNotification.ts';

/** The bell, and behind it what the server announced, newest first. What was seen counts as read when the list closes. */
export function Notifications({ store }: { store: UiStore }) {
  const { notifications } = useStore(store);
  const { dismiss, markAllRead, toast } = store.getState();
  const id = useId();
  const unread = notifications.filter(({ isRead }) => !isRead).length;
  const onToggle = (event: ToggleEvent) => {
    if (event.newState === 'closed') markAllRead();
  };
  const request = () => {
    requestNotification().catch(() => toast({ level: 'error', message: 'The server cannot be reached.' }));
  };

  return (
    <>
      <button type="button" className="button quiet bell" popoverTarget={id}>
        <Icon name="bell" />
        <span className="button-label">Notifications</span>
        {unread > 0 && (
          <span className="badge">
            {unread}
            <span className="visually-hidden"> unread</span>
          </span>
        )}
      </button>
      <section
        id={id}
        className="notifications"
        popover="auto"
        aria-label="Notifications"
        onToggle={onToggle}
      >
        <h3>Notifications</h3>
        {notifications.length === 0 && <p className="hint">Nothing was announced yet.</p>}
        <ul className="notification-list">
          {notifications.map((notification) => (
            <NotificationItem
              key={notification.id}
              notification={notification}
              onDismiss={() => dismiss(notification.id)}
            />
          ))}
        </ul>
        <button type="button" className="button" onClick={request}>
          Let the server announce something
        </button>
      </section>
    </>
  );
}
