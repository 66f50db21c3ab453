/** What goes out in place of pictures: copies without what cameras wrote into them. */
@NullMarked
package parley.pictures;

import org.jspecify.annotations.NullMarked;
