@org.jspecify.annotations.NullMarked
package parley.search;
