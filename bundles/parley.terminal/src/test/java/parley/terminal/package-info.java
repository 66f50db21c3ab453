/** Tests of the terminal. */
package parley.terminal;
