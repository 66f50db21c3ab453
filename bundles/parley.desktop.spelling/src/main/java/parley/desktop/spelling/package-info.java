/** Finds misspelt words with the dictionaries of Hunspell that are on this computer, in several languages at once. */
@NullMarked
package parley.desktop.spelling;

import org.jspecify.annotations.NullMarked;
