export { aboutChange, saidBy, statementAbout, type Saying } from './about.ts';
export { answersTemplate, parseAnswers, type Asked, type ParsedAnswers } from './answers-file.ts';
export { answerProblem, collectAnswers, noAnswers, type Answers, type WrittenAnswer } from './answers.ts';
export { briefOf, digestOfBrief, type Brief } from './brief.ts';
export { prospectOf, type Draft, type Prospect } from './prospect.ts';
export { questionsOf, type Question } from './questions.ts';
export { shortCode } from './short-code.ts';
export { signOffStatement, type Judged, type Spoken } from './sign-off-statement.ts';
export { holdersOf, type Holder } from './whose-key.ts';
