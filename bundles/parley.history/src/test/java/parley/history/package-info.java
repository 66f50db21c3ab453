/** Tests of the profile on disk. */
package parley.history;
