'use client';
export * from 'chatwire/autobot';
