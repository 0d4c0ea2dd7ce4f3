'use client';
export * from 'chatwire/dashboard';
