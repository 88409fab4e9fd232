const english = `a about after all also am an and any are as at be because been before being between both but by can
could did do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its itself just me more most my no nor not of off on once only or other our ours out over own please same
shall she should so some such than that the their theirs them then there these they this those through to too under
until up us very was we were what when where which while who whom whose why will with would you your yours`;

const japanese = `こと もの ため よう ところ それ これ あれ どれ その この あの どの ここ そこ どこ する した して され
れる いる ある ない なる なっ いう から まで より など だけ ほど ので のに けど でも です ます ました ません でし だっ という
について において として による により られ せる という 何 誰 いつ なぜ どう いくつ なに だれ どんな どのよう どのくらい`;

/** Words that carry the grammar of a question and not its subject; search ignores them. */
export const stopWords: ReadonlySet<string> = new Set([...english.split(/\s+/), ...japanese.split(/\s+/)]);
