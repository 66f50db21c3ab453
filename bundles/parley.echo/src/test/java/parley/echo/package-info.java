@org.jspecify.annotations.NullMarked
package parley.echo;
