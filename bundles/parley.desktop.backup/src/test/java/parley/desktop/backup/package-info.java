@org.jspecify.annotations.NullMarked
package parley.desktop.backup;
