'use client';
export * from 'chatwire/nexus';
