/** Prefix of every BullMQ key; the braces keep one queue's keys on one node of a Redis Cluster. */
export const QUEUE_PREFIX = '{kotae}';

/** Redis Stream that carries an answer's events while it is made. */
export const answerStreamKey = (questionId: string): string => `kotae:answer:{${questionId}}`;
/** Pub/sub channel that says "the answer's stream has grown"; it carries no data. */
export const answerWakeChannel = (questionId: string): string => `kotae:answer-wake:{${questionId}}`;
/** Pub/sub channel that tells workers to stop answering a question; the row is the truth, this only saves time. */
export const CANCEL_CHANNEL = 'kotae:cancel';
/** Pub/sub channel that says "this collection's change log has grown"; message: the collection's id. */
export const INDEX_CHANNEL = 'kotae:index';
/** Pub/sub channel that says "this document version has moved on"; message: the document's id. */
export const documentWakeChannel = (documentId: string): string => `kotae:document-wake:{${documentId}}`;
