import { SentText } from './sent-text.js';

describe('SentText', () => {
  it('passes deltas on, and at the end what was not sent yet', () => {
    const sent = new SentText();
    expect(sent.take({ offset: 0, text: 'One ' })).toBe('One ');
    expect(sent.take({ offset: 4, text: 'two' })).toBe('two');
    expect(sent.finish('One two.')).toBe('.');
    expect(sent.text).toBe('One two.');
  });

  it('says nothing while an answer that starts over repeats what was sent', () => {
    const sent = new SentText();
    sent.take({ offset: 0, text: 'One two' });
    expect(sent.take({ offset: 0, text: 'One' })).toBe('');
    expect(sent.take({ offset: 3, text: ' two three' })).toBe(' three');
    expect(sent.finish('One two three')).toBe('');
  });

  it('needs no more when only markers were taken out of the text', () => {
    const sent = new SentText();
    sent.take({ offset: 0, text: 'Yes [1] [9].' });
    expect(sent.finish('Yes [1].')).toBe('');
  });

  it('tells that the final text is another one', () => {
    const sent = new SentText();
    sent.take({ offset: 0, text: 'Paris' });
    expect(sent.finish('The documents do not say.')).toBeNull();
    expect(sent.text).toBe('Paris');
  });
});
