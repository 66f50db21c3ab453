import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** Prints the fingerprint of the publisher whose certificate comes in: what people compare before they accept. */
final class Fingerprint {

    private Fingerprint() {}

    public static void main(String[] arguments) throws Exception {
        var certificate = CertificateFactory.getInstance("X.509").generateCertificate(System.in);
        var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
        System.out.println(HexFormat.of().formatHex(digest));
    }
}
