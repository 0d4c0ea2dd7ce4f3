import type { Notification } from 'chatwire/stores';
import { Icon } from './Icon.tsx';

interface NotificationItemProps {
  notification: Notification;
  onDismiss: () => void;
}

export function NotificationItem({ notification, onDismiss }: NotificationItemProps) {
  const { level, title, message, timestamp, isRead } = notification;
  return (
    <li className="notification" data-level={level} data-read={isRead}>
      <p className="notification-title">{title ?? 'Notification'}</p>
      <time dateTime={timestamp}>{timeOfDay(timestamp)}</time>
      <button
        type="button"
        className="mini-button"
        aria-label={`Dismiss ${title ?? message}`}
        onClick={onDismiss}
      >
        <Icon name="cross" />
      </button>
      <p className="notification-text">{message}</p>
    </li>
  );
}

function timeOfDay(timestamp: string): string {
  return new Date(timestamp).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
