export { folderOf, Knowledge, type KnowledgeEvent } from './knowledge.ts';
export { namePeople, type NamedPeople } from './name-people.ts';
export { heldByOneShare, inOrderOfAsking, proposeReviewers, type Candidate, type RankedCandidate, type ReviewerProposal } from './propose.ts';
export { eventsOfCommit, peopleOfCommit, type NameOf } from './read-events.ts';
export { readAway, readLoad, type AwayLine, type LoadLine } from './working-file.ts';
