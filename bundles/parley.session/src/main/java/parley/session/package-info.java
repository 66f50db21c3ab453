/** The account, its link to the home relay, and its KeyPackages. */
@NullMarked
package parley.session;

import org.jspecify.annotations.NullMarked;
