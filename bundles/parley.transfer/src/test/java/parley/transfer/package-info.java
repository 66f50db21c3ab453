/** Tests of files on their way. */
package parley.transfer;
