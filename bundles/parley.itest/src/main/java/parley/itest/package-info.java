/**
 * What only a framework can tell: how bundles are wired, and that services come and go. Runs inside Felix.
 *
 * <p>Not null-marked: the fields are filled by osgi-test, which no checker sees.
 */
package parley.itest;
