/** A conversation: questions of one asker about one collection, each understood in the light of those before it. */
export interface ConversationView {
  id: string;
  /** Its first question. */
  title: string;
  collection: string;
  /** How many questions it has. */
  turns: number;
  created_at: string;
  /** When its newest question was asked. */
  updated_at: string;
  links: { self: string };
}
