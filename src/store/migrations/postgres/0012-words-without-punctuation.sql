-- Words are stored without punctuation from now on, so that a search finds the same on both databases.
set local statement_timeout = 0;
update rfc.record set words = translate(words, E'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', repeat(' ', 32));
