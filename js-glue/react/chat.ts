'use client';
export * from 'chatwire/chat';
