/** Names of the lists that have unread marks. */
export const phoneList = (number: string): string => `phone:${number}`;
export const conversationList = (userId: string, conversationId: string): string => `slack:${userId}:${conversationId}`;
export const letterList = (id: string): string => `mail:${id}`;
