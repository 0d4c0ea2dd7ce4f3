import type { UiStore } from 'chatwire/stores';
import { useStore } from 'zustand';
import { NotificationItem } from '../../ui/NotificationItem.tsx';

/** What the server says about itself: its model, its settings, its files. */
export function Announcements({ store }: { store: UiStore }) {
  const { notifications } = useStore(store);
  if (notifications.length === 0) return null;
  return (
    <section className="insight">
      <h3>Announcements</h3>
      <ul className="notification-list">
        {notifications.map((notification) => (
          <NotificationItem
            key={notification.id}
            notification={notification}
            onDismiss={() => store.getState().dismiss(notification.id)}
          />
        ))}
      </ul>
    </section>
  );
}
