@org.jspecify.annotations.NullMarked
package parley.backup;
