'use client';
export * from 'chatwire/wazuh';
