import java.security.MessageDigest;

/** How many MB of memory one core hashes in a second, the best of ten rounds. */
class Sha256Rate {

    static void main() throws Exception {
        byte[] chunk = new byte[8 << 20];
        double best = 0;
        for (int round = 0; round < 10; round++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long begun = System.nanoTime();
            for (int i = 0; i < 32; i++) {
                digest.update(chunk);
            }
            digest.digest();
            best = Math.max(best, 32.0 * chunk.length / 1e6 / ((System.nanoTime() - begun) / 1e9));
        }
        System.out.printf("%.0f%n", best);
    }
}
